//! Rows of the proofs a person has besides a password. Of codes and secrets only hashes are here; the
//! authenticator's secret, which must be known to check a code, is sealed.

use crate::schema::accounts::{
    half_sign_ins, identities, oauth_flows, oauth_grants, second_factors, ways_in,
};
use crate::types::StoredId;
use diesel::prelude::*;
use domain::UserId;

#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = second_factors, check_for_backend(diesel::pg::Pg, diesel::sqlite::Sqlite))]
pub struct SecondFactorRow {
    #[diesel(serialize_as = StoredId)]
    pub user_id: UserId,
    pub secret_sealed: Vec<u8>,
    pub last_step: i64,
    pub created_at: i64,
    pub confirmed_at: Option<i64>,
    pub misses: i32,
}

#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = half_sign_ins, check_for_backend(diesel::pg::Pg, diesel::sqlite::Sqlite))]
pub struct HalfSignInRow {
    pub hash: Vec<u8>,
    #[diesel(serialize_as = StoredId)]
    pub user_id: UserId,
    pub way: i32,
    pub tries: i32,
    pub expires_at: i64,
    pub security_ver: i64,
}

#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = ways_in, check_for_backend(diesel::pg::Pg, diesel::sqlite::Sqlite))]
pub struct WayInRow {
    pub hash: Vec<u8>,
    #[diesel(serialize_as = StoredId)]
    pub user_id: UserId,
    pub created_at: i64,
    pub expires_at: i64,
}

#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = oauth_flows, check_for_backend(diesel::pg::Pg, diesel::sqlite::Sqlite))]
pub struct OauthFlowRow {
    pub state_hash: Vec<u8>,
    pub browser_hash: Vec<u8>,
    pub provider: String,
    pub expires_at: i64,
}

#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = oauth_grants, check_for_backend(diesel::pg::Pg, diesel::sqlite::Sqlite))]
pub struct OauthGrantRow {
    pub hash: Vec<u8>,
    pub provider: String,
    pub subject_lookup: Vec<u8>,
    pub email_sealed: Option<Vec<u8>>,
    pub expires_at: i64,
}

#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = identities, check_for_backend(diesel::pg::Pg, diesel::sqlite::Sqlite))]
pub struct IdentityRow {
    pub subject_lookup: Vec<u8>,
    #[diesel(serialize_as = StoredId)]
    pub user_id: UserId,
    pub provider: String,
    pub created_at: i64,
}
