//! The command line `parlance`: which words exist and what they take.
//! Must not know how a command is carried out, nor whether a value is allowed: settings are judged in `config`.

use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;

#[derive(Debug, Parser)]
#[command(name = "parlance", version, about = "A self-hosted encrypted chat server")]
pub struct Cli {
    #[command(flatten)]
    pub flags: Flags,
    #[command(subcommand)]
    command: Option<Command>,
}

/// Settings that are changed often enough to have a flag; every other one is a key of the file or a variable.
#[derive(Debug, Clone, Default, Args)]
pub struct Flags {
    /// Configuration file [default: parlance.toml, if there is one]
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Address to listen on; port 0 picks a free one [default: 127.0.0.1:8080]
    #[arg(long, global = true, value_name = "ADDRESS:PORT")]
    pub listen: Option<String>,
    /// Folder of the database, the keys and the files [default: ./data]
    #[arg(long, global = true, value_name = "FOLDER")]
    pub data_dir: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Subcommand)]
pub enum Command {
    /// Run the server (also without any command)
    Serve,
    /// Bring the database's tables up to date and end
    Migrate,
    /// Print the OpenAPI document
    Openapi,
    /// Print every setting with its value and where it came from, without secrets
    CheckConfig,
    /// Look at everything the server stands on, and rehearse a restore; changes nothing
    Doctor,
    /// Look at or change the key ring
    #[command(subcommand)]
    Keys(Keys),
    /// Manage the instance
    #[command(subcommand)]
    Admin(Admin),
    /// Look after the audit log
    #[command(subcommand)]
    Audit(Audit),
    /// Look after the search index
    #[command(subcommand)]
    Search(Search),
    /// Move old texts to files and back
    #[command(subcommand)]
    Archive(Archive),
    /// Fill an instance nobody uses yet
    #[command(subcommand)]
    Seed(Seed),
    /// Carry an SQLite instance over to an empty PostgreSQL database
    Copy {
        #[arg(long, value_name = "sqlite://FILE")]
        from: String,
        #[arg(long, value_name = "postgres://...")]
        to: String,
    },
    /// Copy the database and the files into a new folder; the server may run meanwhile
    Backup { folder: PathBuf },
    /// Begin a new epoch after the database was put back by other means: clients read everything anew
    RenewEpoch,
    /// Run a command that copies the database and then the files, and remove no file meanwhile
    KeepFiles {
        #[arg(trailing_var_arg = true, allow_hyphen_values = true, required = true, value_name = "COMMAND")]
        command: Vec<String>,
    },
    /// Make an instance of such a copy, in a data folder that has none
    Restore { folder: PathBuf },
    /// Print the version
    Version,
}

#[derive(Debug, Clone, PartialEq, Eq, Subcommand)]
pub enum Keys {
    /// Print which keys there are and how much each protects
    Status,
    /// Make a new key-encryption key and wrap the data keys anew
    RotateKek,
    /// Publish a new key for access tokens; a day later, the same again, sign with it
    RotateSigning {
        /// Do not wait for those who keep a copy of the published keys
        #[arg(long)]
        now: bool,
    },
    /// Forget a key that nothing needs any more
    Retire {
        #[arg(value_name = "KEY")]
        kid: String,
    },
}

#[derive(Debug, Clone, PartialEq, Eq, Subcommand)]
pub enum Admin {
    /// Make an account that may administer this instance
    Create(NewAdmin),
    /// Print a link that makes an administrator in the browser, once and within the hour
    Link,
    /// Make an invitation to register, for the registration mode `invite`
    Invite(NewInvite),
    /// Make somebody an administrator
    Promote { username: String },
    /// Keep somebody out and end his sessions
    Suspend {
        username: String,
        /// For other administrators
        #[arg(long, default_value = "by the operator")]
        reason: String,
    },
    /// Let somebody in again
    Unsuspend { username: String },
    /// Remove the second factor of a person who lost it; they are told
    RemoveFactor { username: String },
    /// Make a one-time way in for a person who lost theirs; they are told
    WayIn { username: String },
    /// Delete an account, as if its owner had done it; they are told
    Delete { username: String },
    /// Look after somebody's sessions
    #[command(subcommand)]
    Sessions(Sessions),
    /// Print all accounts
    List,
}

#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct NewInvite {
    /// How many people may use it
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub uses: u32,
    /// How many days it is good
    #[arg(long, default_value_t = 7, value_parser = clap::value_parser!(u32).range(1..=365))]
    pub days: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Subcommand)]
pub enum Sessions {
    /// End all of one account
    End { username: String },
    /// End all of everybody, with every code, grant and undo link: after a database was put back from a copy
    EndAll,
}

#[derive(Debug, Clone, PartialEq, Eq, Subcommand)]
pub enum Audit {
    /// Prove that no entry was changed or removed; fails where one was
    Verify,
}

#[derive(Debug, Clone, PartialEq, Eq, Subcommand)]
pub enum Search {
    /// Make the index anew, chat by chat; the server may run meanwhile
    Rebuild,
}

#[derive(Debug, Clone, PartialEq, Eq, Subcommand)]
pub enum Seed {
    /// With people who learn each other's languages, to look around
    Demo,
}

#[derive(Debug, Clone, PartialEq, Eq, Subcommand)]
pub enum Archive {
    /// Put the texts of months that are past into sealed files, as archive_months says; the server may run meanwhile
    Run,
    /// Bring texts back from the files into the database
    Restore {
        /// Only those of one chat
        #[arg(long, value_name = "ID")]
        chat: Option<domain::ChatId>,
    },
}

/// The password is never a flag: flags are seen by everybody on the machine.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct NewAdmin {
    #[arg(long)]
    pub username: String,
    #[arg(long)]
    pub email: Option<String>,
    /// File that holds the password; without it the password is read from standard input
    #[arg(long, value_name = "FILE")]
    pub password_file: Option<PathBuf>,
}

impl Cli {
    pub fn command(&self) -> Command {
        self.command.clone().unwrap_or(Command::Serve)
    }
}

impl Flags {
    /// What was said for a flag of the settings' table.
    pub fn given(&self, flag: &str) -> Option<&str> {
        match flag {
            "--listen" => self.listen.as_deref(),
            "--data-dir" => self.data_dir.as_deref(),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    fn parsed(line: &str) -> Result<Cli, clap::Error> {
        Cli::try_parse_from(line.split(' '))
    }

    #[test]
    fn the_definition_is_sound() {
        <Cli as CommandFactory>::command().debug_assert();
    }

    #[test]
    fn serving_is_the_default_and_flags_go_anywhere() {
        assert_eq!(parsed("parlance").unwrap().command(), Command::Serve);
        for line in ["parlance --listen [::1]:0 serve", "parlance serve --listen [::1]:0"] {
            let cli = parsed(line).unwrap();
            assert_eq!(cli.command(), Command::Serve);
            assert_eq!(cli.flags.given("--listen"), Some("[::1]:0"));
        }
    }

    #[test]
    fn every_command_is_understood() {
        let create = NewAdmin {
            username: "ada".to_owned(),
            email: Some("ada@example.org".to_owned()),
            password_file: Some(PathBuf::from("p")),
        };
        for (line, command) in [
            ("migrate", Command::Migrate),
            ("openapi", Command::Openapi),
            ("check-config", Command::CheckConfig),
            ("doctor", Command::Doctor),
            ("keys status", Command::Keys(Keys::Status)),
            ("keys rotate-kek", Command::Keys(Keys::RotateKek)),
            ("keys rotate-signing --now", Command::Keys(Keys::RotateSigning { now: true })),
            ("keys retire 1a2b3c4d", Command::Keys(Keys::Retire { kid: "1a2b3c4d".to_owned() })),
            (
                "admin create --username ada --email ada@example.org --password-file p",
                Command::Admin(Admin::Create(create)),
            ),
            ("admin invite", Command::Admin(Admin::Invite(NewInvite { uses: 1, days: 7 }))),
            (
                "admin invite --uses 5 --days 30",
                Command::Admin(Admin::Invite(NewInvite { uses: 5, days: 30 })),
            ),
            ("admin promote ada", Command::Admin(Admin::Promote { username: "ada".to_owned() })),
            ("admin delete ada", Command::Admin(Admin::Delete { username: "ada".to_owned() })),
            ("admin remove-factor ada", Command::Admin(Admin::RemoveFactor { username: "ada".to_owned() })),
            ("admin way-in ada", Command::Admin(Admin::WayIn { username: "ada".to_owned() })),
            ("admin list", Command::Admin(Admin::List)),
            (
                "admin sessions end ada",
                Command::Admin(Admin::Sessions(Sessions::End { username: "ada".to_owned() })),
            ),
            ("admin sessions end-all", Command::Admin(Admin::Sessions(Sessions::EndAll))),
            ("audit verify", Command::Audit(Audit::Verify)),
            ("seed demo", Command::Seed(Seed::Demo)),
            ("search rebuild", Command::Search(Search::Rebuild)),
            ("backup copy", Command::Backup { folder: PathBuf::from("copy") }),
            (
                "keep-files sh -c copy",
                Command::KeepFiles { command: vec!["sh".to_owned(), "-c".to_owned(), "copy".to_owned()] },
            ),
            ("renew-epoch", Command::RenewEpoch),
            ("restore copy", Command::Restore { folder: PathBuf::from("copy") }),
            ("version", Command::Version),
        ] {
            assert_eq!(parsed(&format!("parlance {line}")).unwrap().command(), command);
        }
    }

    #[test]
    fn a_password_is_no_flag() {
        assert!(parsed("parlance admin create --username ada --password hunter2").is_err());
        assert!(parsed("parlance keys").is_err());
    }
}
