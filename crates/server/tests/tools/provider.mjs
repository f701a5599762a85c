// A real OpenID Connect provider with two people in it, on a port of the system's choice, which it prints.
// Arguments: the folder of its package, the client's id, its secret, and where it sends people back to.
import { createRequire } from "node:module";
import { createServer } from "node:http";
import { pathToFileURL } from "node:url";

const [folder, client_id, client_secret, redirect_uri] = process.argv.slice(2);
const resolve = createRequire(`${folder}/`).resolve;
const { Provider } = await import(pathToFileURL(resolve("oidc-provider")));

const people = {
  ana: { email: "ana@example.org", email_verified: true },
  leo: { email: "leo@example.org", email_verified: false },
};

const server = createServer();
server.listen(0, "127.0.0.1", () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [{ client_id, client_secret, redirect_uris: [redirect_uri] }],
    claims: { openid: ["sub"], email: ["email", "email_verified"] },
    pkce: { required: () => true },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...people[id] }) }),
    cookies: { keys: ["tests only"] },
  });
  server.on("request", provider.callback());
  console.log(issuer);
});
