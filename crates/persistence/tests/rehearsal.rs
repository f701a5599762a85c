//! Where the copy of a rehearsal is looked for.

use persistence::maintenance::rehearsal::searching;

#[test]
fn options_of_the_url_are_kept() {
    let ours = "-c%20search_path%3Dparlance_rehearsal";
    assert_eq!(searching("postgres://a@b/c"), format!("postgres://a@b/c?options={ours}"));
    let url = "postgres://a@b/c?options=-c%20role%3Dx&sslmode=disable";
    let wanted = format!("postgres://a@b/c?options=-c%20role%3Dx%20{ours}&sslmode=disable");
    assert_eq!(searching(url), wanted);
}
