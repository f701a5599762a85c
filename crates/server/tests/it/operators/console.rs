//! Administrators change the instance, remove a reported message and delete an account while the server runs.

use crate::both;
use crate::operators::admin::admin;
use crate::support::{LIMIT, TestServer, TestUser, http_client};
use serde_json::{Value, json};
use std::time::Duration;

async fn said(server: &TestServer) -> Value {
    let answer = http_client().get(format!("{}/api/v1/instance", server.url)).send().await.unwrap();
    answer.json().await.unwrap()
}

/// A small picture.
pub fn pixel() -> Vec<u8> {
    let mut bytes = Vec::new();
    let image = image::RgbImage::from_pixel(8, 8, image::Rgb([200, 30, 30]));
    image.write_to(&mut std::io::Cursor::new(&mut bytes), image::ImageFormat::Png).unwrap();
    bytes
}

both! {
    async fn what_is_chosen_in_the_console_is_in_force_at_once_and_after_a_restart(backend) {
        let mut server = TestServer::with(backend).start().await;
        let chief = admin(&server, backend, "chief").await;
        let leo = server.user("leo").await;
        let room = chief.post("/chats", json!({"title": "Hall", "visibility": "public", "handle": "hall"})).await
            .expect(201);
        leo.patch("/admin/instance", json!({"name": "Mine"})).await.refused(403, "forbidden");
        for wrong in [
            json!({}), json!({"name": ""}), json!({"group_members": 1}), json!({"default_room": "no_such_room"}),
            json!({"chats_per_user": 0}), json!({"edit_window_seconds": 31_536_001_u64}),
        ] {
            chief.patch("/admin/instance", wrong).await.refused(422, "validation_failed");
        }
        let wanted = json!({"name": "Café Babel", "registration": "closed", "default_room": "hall",
            "group_members": 2, "chats_per_user": 7, "edit_window_seconds": 0});
        let now = chief.patch("/admin/instance", wanted).await.expect(200);
        assert_eq!(now["chosen"].as_array().unwrap().len(), 6, "{now}");
        chief.request(reqwest::Method::PUT, "/admin/instance/logo").body(pixel()).header("content-type", "image/png")
            .send().await.unwrap().error_for_status().unwrap();

        for _ in 0..2 {
            let instance = said(&server).await;
            assert_eq!((&instance["name"], &instance["registration"]), (&json!("Café Babel"), &json!("closed")));
            assert_eq!(instance["limits"]["group_members"], 2);
            let logo = http_client().get(format!("{}{}", server.url, instance["logo"].as_str().unwrap()));
            assert!(logo.send().await.unwrap().error_for_status().is_ok());
            server.restart().await;
        }
        let chief = TestUser { url: server.url.clone(), ..chief };
        let back = json!({"registration": null, "edit_window_seconds": null, "name": null});
        let now = chief.patch("/admin/instance", back).await.expect(200);
        assert_eq!(now["chosen"], json!(["logo", "default_room", "group_members", "chats_per_user"]));
        // Who registers now is in the default room.
        let eve = server.user("eve").await;
        let entered = async {
            while eve.get(&format!("/chats/{}", room["id"].as_str().unwrap())).await.status != 200 {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        };
        tokio::time::timeout(LIMIT, entered).await.expect("eve is in the hall");
        let acts = chief.get("/admin/audit?act=instance_changed").await.expect(200);
        assert_eq!(acts["items"].as_array().unwrap().len(), 3, "{acts}");
    }
}

both! {
    async fn a_reported_message_is_removed_and_an_account_deleted(backend) {
        let server = TestServer::with(backend).start().await;
        let chief = admin(&server, backend, "chief").await;
        let (ana, leo) = (server.user("ana").await, server.user("leo").await);
        let group = ana.group(&[&leo]).await;
        let sent = leo.send(&group, "an insult").await.expect(201);
        let body = json!({"chat_id": group, "seq": sent["seq"], "reason": "harassment"});
        ana.post("/reports", body).await.expect(201);
        let mut socket = ana.socket().await;
        let open = chief.get("/admin/reports").await.expect(200);
        let report = open["items"][0]["id"].as_str().unwrap().to_owned();
        chief.post(&format!("/admin/reports/{report}/decide"), json!({"decision": "remove_message"})).await
            .expect(200);
        let told = socket.until(|frame| frame["type"] == "message").await;
        assert!(told["message"]["deleted_at"].is_string(), "{told}");
        let history = ana.history(&group).await;
        assert!(history.iter().all(|message| message["text"] != "an insult"), "{history:?}");
        // What was attached to the report stays for those who decide.
        let decided = chief.get("/admin/reports?state=decided").await.expect(200);
        assert_eq!(decided["items"][0]["evidence"], "an insult", "{decided}");

        leo.delete(&format!("/admin/users/{}", ana.id)).await.refused(403, "forbidden");
        chief.delete(&format!("/admin/users/{}", chief.id)).await.refused(403, "forbidden");
        chief.delete(&format!("/admin/users/{}", leo.id)).await.expect(204);
        leo.get("/me").await.refused(401, "session_revoked");
        let trace = chief.get("/admin/audit?act=account_deleted_by_admin").await.expect(200);
        assert_eq!(trace["items"][0]["user_id"], json!(leo.id), "{trace}");
        assert_eq!(trace["items"][0]["actor_id"], json!(chief.id), "{trace}");
        chief.delete(&format!("/admin/users/{}", leo.id)).await.refused(404, "not_found");
    }
}
