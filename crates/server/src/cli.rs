//! Defines the command line of `parlance`: its commands and their arguments. Must not know what a command does, nor
//! whether a value is allowed: `config` validates settings.

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
    /// Apply pending migrations to the database and exit
    Migrate,
    /// Print the OpenAPI document
    Openapi,
    /// Print every setting with its value and source, without secrets
    CheckConfig,
    /// Check everything the server depends on, and rehearse a restore; changes nothing
    Doctor,
    /// Show or change the key ring
    #[command(subcommand)]
    Keys(Keys),
    /// Manage the instance
    #[command(subcommand)]
    Admin(Admin),
    /// Verify the audit log
    #[command(subcommand)]
    Audit(Audit),
    /// Maintain the search index
    #[command(subcommand)]
    Search(Search),
    /// Move old texts to the archive and back
    #[command(subcommand)]
    Archive(Archive),
    /// Fill an empty instance with data
    #[command(subcommand)]
    Seed(Seed),
    /// Copy an SQLite instance to an empty PostgreSQL database
    Copy {
        #[arg(long, value_name = "sqlite://FILE")]
        from: String,
        #[arg(long, value_name = "postgres://...")]
        to: String,
    },
    /// Back up the database and the files to a new folder; the server may run meanwhile
    Backup { folder: PathBuf },
    /// Begin a new epoch after the database was restored by other tools: clients load everything again
    RenewEpoch,
    /// Run a backup command for the database and the files, and remove no file meanwhile
    KeepFiles {
        #[arg(trailing_var_arg = true, allow_hyphen_values = true, required = true, value_name = "COMMAND")]
        command: Vec<String>,
    },
    /// Restore a backup into an empty data folder
    Restore { folder: PathBuf },
    /// Print the version
    Version,
}

#[derive(Debug, Clone, PartialEq, Eq, Subcommand)]
pub enum Keys {
    /// Print all keys and how much each of them protects
    Status,
    /// Create a new key-encryption key and wrap all data keys with it
    RotateKek,
    /// Publish a new signing key. Run it again after 24 hours to start signing with it
    RotateSigning {
        /// Do not wait for services that cache the published keys
        #[arg(long)]
        now: bool,
    },
    /// Delete a key that is no longer needed
    Retire {
        #[arg(value_name = "KEY")]
        kid: String,
    },
}

#[derive(Debug, Clone, PartialEq, Eq, Subcommand)]
pub enum Admin {
    /// Create an administrator's account
    Create(NewAdmin),
    /// Print a single-use link that creates an administrator in the browser, valid for an hour
    Link,
    /// Create a registration invite, for the registration mode `invite`
    Invite(NewInvite),
    /// Make an account an administrator
    Promote { username: String },
    /// Suspend an account and end its sessions
    Suspend {
        username: String,
        /// The reason, for other administrators
        #[arg(long, default_value = "by the operator")]
        reason: String,
    },
    /// Lift a suspension
    Unsuspend { username: String },
    /// Remove the second factor of a person who lost it; they are notified
    RemoveFactor { username: String },
    /// Print a single-use link that sets a new password, for a person who lost access; they are notified
    WayIn { username: String },
    /// Delete an account, as if its owner had done it; they are notified
    Delete { username: String },
    /// End sessions
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
    /// How many days it is valid
    #[arg(long, default_value_t = 7, value_parser = clap::value_parser!(u32).range(1..=365))]
    pub days: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Subcommand)]
pub enum Sessions {
    /// End all sessions of one account
    End { username: String },
    /// End all sessions of all accounts, with every code, grant and undo link: after a restore from a backup
    EndAll,
}

#[derive(Debug, Clone, PartialEq, Eq, Subcommand)]
pub enum Audit {
    /// Check that no entry was changed or removed; fails where one was
    Verify,
}

#[derive(Debug, Clone, PartialEq, Eq, Subcommand)]
pub enum Search {
    /// Rebuild the index, chat by chat; the server may run meanwhile
    Rebuild,
}

#[derive(Debug, Clone, PartialEq, Eq, Subcommand)]
pub enum Seed {
    /// A demo: people who learn each other's languages, with chats
    Demo,
}

#[derive(Debug, Clone, PartialEq, Eq, Subcommand)]
pub enum Archive {
    /// Move texts older than archive_months to the archive; the server may run meanwhile
    Run,
    /// Restore texts from the archive to the database
    Restore {
        /// Only texts of one chat
        #[arg(long, value_name = "ID")]
        chat: Option<domain::ChatId>,
    },
}

/// The password is never a flag: flags are visible to every user of the machine.
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
    /// The value of a flag of the settings' table.
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
