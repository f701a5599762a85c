//! Recognizes names that pretend to speak for the instance. Must not know who may.

use super::username::shape;
use crate::text;

/// One of these in a name is enough, in the languages people meet them in.
const STAFF: [&str; 40] = [
    "admin",
    "administrador",
    "administradora",
    "administrateur",
    "administration",
    "administrator",
    "admins",
    "administrators",
    "betreiber",
    "helpdesk",
    "hostmaster",
    "moderador",
    "moderation",
    "moderator",
    "moderators",
    "official",
    "oficial",
    "operator",
    "postmaster",
    "root",
    "soporte",
    "staff",
    "suporte",
    "superuser",
    "support",
    "sysadmin",
    "sysop",
    "system",
    "webmaster",
    "админ",
    "администратор",
    "модератор",
    "поддержка",
    "مدير",
    "المدير",
    "الدعم",
    "管理人",
    "管理员",
    "管理者",
    "運営",
];

/// Made of these and the instance's own name alone, a name reads as the instance's.
const AROUND: [&str; 14] = [
    "account", "accounts", "bot", "help", "info", "mail", "notice", "security", "server", "service", "team",
    "the", "update", "updates",
];

/// Whether a display name or a username reads as if it belonged to the instance's staff.
pub fn pretends_to_be_staff(name: &str, instance: &str) -> bool {
    let words = words(name);
    let staff: Vec<String> = STAFF.iter().map(|word| plain(word)).collect();
    if words.iter().any(|word| staff.contains(word)) || staff.contains(&words.concat()) {
        return true;
    }
    let own = self::words(instance);
    if !own.is_empty() && words.concat() == own.concat() {
        return true;
    }
    let around: Vec<String> = AROUND.iter().map(|word| plain(word)).collect();
    let is_own = |word: &String| own.contains(word);
    words.iter().any(is_own) && words.iter().all(|word| is_own(word) || around.contains(word))
}

fn words(name: &str) -> Vec<String> {
    let folded = text::fold(name);
    let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(plain).collect()
}

/// The shape at a glance: letters of other alphabets as those they resemble, then as usernames are compared.
fn plain(word: &str) -> String {
    let latin: String = text::fold(word).chars().map(look_alike).collect();
    shape(&latin)
}

fn look_alike(c: char) -> char {
    match c {
        'а' | 'α' => 'a',
        'с' => 'c',
        'е' | 'ε' => 'e',
        'і' | 'ι' => 'i',
        'к' | 'κ' => 'k',
        'м' => 'm',
        'о' | 'ο' => 'o',
        'р' | 'ρ' => 'p',
        'ѕ' => 's',
        'т' | 'τ' => 't',
        'υ' | 'у' => 'y',
        'х' | 'χ' => 'x',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_who_pretends_to_be_staff_is_found_out() {
        for name in [
            "Administrator",
            "ADMIN",
            "Adm1n",
            "Аdmin",
            "Ádmin",
            "Support",
            "Café Support",
            "ana.admin",
            "mod_erator",
            "A d m i n",
            "Café",
            "CAFE",
            "Café Team",
            "The Café",
            "cafe.security",
            "管理者",
            "Администратор",
        ] {
            assert!(pretends_to_be_staff(name, "Café"), "{name}");
        }
        assert!(pretends_to_be_staff("Language House", "Language House"));
        assert!(pretends_to_be_staff("languagehouse", "Language House"));
    }

    #[test]
    fn everybody_else_keeps_their_name() {
        for name in
            ["Ana", "Amin", "Roots Manuva", "Ana of Café", "Team Ana", "Info", "日本語", "Adminah", "🦊"]
        {
            assert!(!pretends_to_be_staff(name, "Café"), "{name}");
        }
    }
}
