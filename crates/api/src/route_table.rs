//! Holds the paths and the methods of each, read from the document. It names routes in the log and tells a wrong
//! method from a wrong path. Must not know what is behind a path.

use crate::openapi::operations;
use utoipa::openapi::OpenApi;

#[derive(Debug, Default)]
pub struct RouteTable(Vec<Route>);

#[derive(Debug)]
struct Route {
    pattern: String,
    methods: Vec<&'static str>,
}

impl RouteTable {
    pub fn of(document: &OpenApi) -> Self {
        let methods = |item| operations(item).into_iter().map(|(method, _)| method).collect();
        let paths = document.paths.paths.iter();
        Self(paths.map(|(path, item)| Route { pattern: path.clone(), methods: methods(item) }).collect())
    }

    /// Something that is served but not documented.
    pub fn with(mut self, pattern: &str, method: &'static str) -> Self {
        self.0.push(Route { pattern: pattern.to_owned(), methods: vec![method] });
        self
    }

    /// Every method with its pattern.
    pub fn list(&self) -> Vec<(&'static str, &str)> {
        let all = self.0.iter();
        all.flat_map(|route| route.methods.iter().map(|method| (*method, route.pattern.as_str()))).collect()
    }

    pub(crate) fn pattern(&self, path: &str) -> Option<&str> {
        self.0.iter().find(|route| fits(&route.pattern, path)).map(|route| route.pattern.as_str())
    }

    /// The value of the header `Allow` for a path, if there is such a path.
    pub(crate) fn allow(&self, path: &str) -> Option<String> {
        // Where one pattern has a literal and another a parameter, the literal wins.
        let free = |route: &&Route| route.pattern.matches('{').count();
        let closest = self.matching(path).map(|route| free(&route)).min();
        let meant = self.matching(path).filter(|route| Some(free(route)) == closest);
        let mut methods: Vec<_> = meant.flat_map(|route| route.methods.clone()).collect();
        methods.sort_unstable();
        methods.dedup();
        Some(methods.join(", ")).filter(|methods| !methods.is_empty())
    }

    fn matching<'a>(&'a self, path: &'a str) -> impl Iterator<Item = &'a Route> {
        self.0.iter().filter(move |route| fits(&route.pattern, path))
    }
}

fn fits(pattern: &str, path: &str) -> bool {
    let mut segments = path.split('/');
    let alike = pattern.split('/').all(|wanted| {
        segments.next().is_some_and(|segment| {
            if wanted.starts_with('{') { !segment.is_empty() } else { wanted == segment }
        })
    });
    alike && segments.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_matched_segment_by_segment() {
        let table = RouteTable::default()
            .with("/chats/{id}", "GET")
            .with("/chats/direct/{id}", "PUT")
            .with("/chats/{id}", "DELETE");
        assert_eq!(table.pattern("/chats/7"), Some("/chats/{id}"));
        assert_eq!(table.allow("/chats/7").unwrap(), "DELETE, GET");
        assert_eq!(table.allow("/chats/direct/7").unwrap(), "PUT");
        for path in ["/chats", "/chats/", "/chats/7/", "/chats/7/8", "chats/7", ""] {
            assert_eq!(table.allow(path), None, "{path}");
        }
        assert_eq!(table.list().len(), 3);
        let table = table.with("/chats/explore", "POST");
        assert_eq!(table.allow("/chats/explore").unwrap(), "POST");
    }
}
