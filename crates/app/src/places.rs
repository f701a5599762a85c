//! How many sockets there may be on this node, in all and from one address.

use domain::{Fault, Result};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

pub struct Places {
    taken: Mutex<Taken>,
    most: usize,
    most_per_address: usize,
}

#[derive(Default)]
struct Taken {
    all: usize,
    by_address: HashMap<String, usize>,
}

/// One socket's place; free again when it is dropped.
pub struct Place {
    places: Arc<Places>,
    address: String,
}

impl Places {
    pub fn new(most: usize, most_per_address: usize) -> Arc<Self> {
        Arc::new(Self { taken: Mutex::default(), most, most_per_address })
    }

    pub fn take(self: &Arc<Self>, address: String) -> Result<Place> {
        let mut taken = self.lock();
        let here = taken.by_address.get(&address).copied().unwrap_or(0);
        if taken.all >= self.most || here >= self.most_per_address {
            return Err(Fault::unavailable());
        }
        taken.all += 1;
        taken.by_address.insert(address.clone(), here + 1);
        Ok(Place { places: self.clone(), address })
    }

    fn lock(&self) -> MutexGuard<'_, Taken> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut taken = self.places.lock();
        taken.all = taken.all.saturating_sub(1);
        match taken.by_address.get_mut(&self.address) {
            Some(here) if *here > 1 => *here -= 1,
            Some(_) | None => {
                taken.by_address.remove(&self.address);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_bounded_and_given_back() {
        let places = Places::new(3, 2);
        let at = |address: &str| places.take(address.into());
        let (first, _second) = (at("a").unwrap(), at("a").unwrap());
        assert!(at("a").is_err());
        let _third = at("b").unwrap();
        assert!(at("c").is_err());
        drop(first);
        assert!(at("a").is_ok());
    }
}
