//! Where registration needs an invite, only an invite registers.

use crate::both;
use crate::operators::keys::Operator;
use crate::support::http_client;
use crate::support::user::{answer, registration};
use serde_json::json;

both! {
    async fn an_invitation_lets_in_as_many_as_it_says(backend) {
        let operator = Operator::new(backend).await.set("REGISTRATION", "invite");
        let made = operator.run(&["admin", "invite", "--uses", "2"]).await.well();
        let (code, link) = made.trim().split_once('\n').unwrap();
        let code = code.to_owned();
        assert!(link.ends_with(&format!("/join/{code}")), "{link}");
        let serving = operator.serve().await;
        let invited = |name: &str, code: &str| {
            let mut body = registration(name);
            body["invite"] = json!(code);
            let request = http_client().post(format!("{}/api/v1/auth/register", serving.url)).json(&body);
            answer(request)
        };
        invited("ana", "").await.refused(403, "invite_invalid");
        invited("ana", &code).await.expect(201);
        // A refusal for another reason uses nothing up.
        invited("ana", &code).await.refused(409, "username_taken");
        invited("leo", &code).await.expect(201);
        invited("eve", &code).await.refused(403, "invite_invalid");
        let without = http_client().post(format!("{}/api/v1/auth/register", serving.url));
        let refused = answer(without.json(&registration("eve"))).await;
        assert_eq!(refused.body["errors"][0]["pointer"], "/invite");
        serving.stop().await;
    }
}
