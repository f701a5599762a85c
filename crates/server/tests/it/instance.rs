//! One instance: encryption at rest, query plans, damage and kills.

pub mod at_rest;
pub mod damage;
pub mod delivery_proof;
pub mod kill;
pub mod query_plans;
