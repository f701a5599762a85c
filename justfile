# Every developer command. `just` alone prints the list.

[private]
default:
    @just --list --unsorted

# build the server and start it on http://localhost:8080
run *arguments:
    scripts/run {{arguments}}

# everything CI checks
test:
    scripts/test

# unit tests and the tidy test
test-fast *arguments:
    cargo test --workspace --lib {{arguments}}
    cargo test -p server --test tidy

# format all sources
fmt:
    cargo fmt --all

# compiler and clippy
lint:
    cargo clippy --workspace --all-targets -- -D warnings

# write openapi.yaml as the server serves it
openapi:
    cargo run --quiet -p server -- openapi > openapi.yaml.new
    mv openapi.yaml.new openapi.yaml

# run the examples of docs/protocol.md and the generated clients of docs/clients.md against a server
examples:
    scripts/examples

# kill the server and the database twenty times each under load and compare ledgers (tests run three)
prove kills="20":
    scripts/prove {{kills}}

# three nodes behind Caddy, their Redis and their PostgreSQL killed in turns under 200 clients for ten minutes (tests: half a minute)
prove-cluster clients="200" seconds="600":
    scripts/prove-cluster {{clients}} {{seconds}}

# the installations of the pages (vps, compose, kubernetes), each on a new machine, until two people chat in a browser
prove-install *kinds:
    scripts/prove-install {{kinds}}

# a million messages over three nodes while the memory of their Redis is watched
prove-redis messages="1000000":
    scripts/prove-redis {{messages}}

# a million messages from SQLite to PostgreSQL, interrupted twice, compared row by row and answer by answer
prove-copy messages="1000000":
    scripts/prove-copy {{messages}}

# measure whether the time of an answer tells known people from unknown ones
prove-timing:
    scripts/prove-timing

# what searching, listing and indexing cost among a million messages
bench-search *arguments:
    cargo run --release -p app --example bench_search -- {{arguments}}

# how many durable messages a second each database takes
bench-store *arguments:
    cargo run --release -p persistence --example bench_store -- {{arguments}}

# compiler, lints, unit tests, build and size of the browser client
frontend-check:
    scripts/frontend-check

# the browser client against the server that was built last
e2e *arguments:
    scripts/e2e "${CARGO_TARGET_DIR:-target}/debug/parlance" {{arguments}}

# the browser client before 100,000 messages and a thousand chats: frames, memory, long tasks, a slow phone
prove-client:
    cd frontend && PARLANCE_BINARY="$(realpath "${CARGO_TARGET_DIR:-../target}/debug/parlance")" npx --no-install vitest run --config e2e/prove.config.ts

# pictures of every screen in frontend/screenshots, and the twelve of docs/pictures
screenshots:
    cd frontend && PARLANCE_BINARY="$(realpath "${CARGO_TARGET_DIR:-../target}/debug/parlance")" npx --no-install vitest run --config e2e/shots.config.ts
