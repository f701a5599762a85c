//! Places bound how many sockets there may be: at this node in all, and from one address at all nodes together.

use domain::{Fault, Result};
use realtime::Bus;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

pub struct Places {
    taken: Mutex<Taken>,
    bus: Bus,
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
    pub fn new(most: usize, most_per_address: usize, bus: Bus) -> Arc<Self> {
        Arc::new(Self { taken: Mutex::default(), bus, most, most_per_address })
    }

    /// Counted here first, so that a Redis that is away leaves the bound of this node.
    pub async fn take(self: &Arc<Self>, address: String) -> Result<Place> {
        let here = self.take_here(&address)?;
        let place = Place { places: self.clone(), address };
        match self.bus.count_address(place.address.as_bytes(), here).await {
            Some(everywhere) if everywhere > self.most_per_address => Err(Fault::unavailable()),
            Some(_) | None => Ok(place),
        }
    }

    fn take_here(&self, address: &str) -> Result<usize> {
        let mut taken = self.lock();
        let here = taken.by_address.get(address).copied().unwrap_or(0) + 1;
        if taken.all >= self.most || here > self.most_per_address {
            return Err(Fault::unavailable());
        }
        taken.all += 1;
        taken.by_address.insert(address.to_owned(), here);
        Ok(here)
    }

    /// The leases of what is counted here start afresh.
    pub(crate) async fn renew(&self) {
        let held: Vec<(String, usize)> =
            self.lock().by_address.iter().map(|(address, here)| (address.clone(), *here)).collect();
        for (address, here) in held {
            if self.bus.count_address(address.as_bytes(), here).await.is_none() {
                return;
            }
        }
    }

    /// How many are left at this node from the address.
    fn give_back(&self, address: &str) -> usize {
        let mut taken = self.lock();
        taken.all = taken.all.saturating_sub(1);
        match taken.by_address.get_mut(address) {
            Some(here) if *here > 1 => {
                *here -= 1;
                *here
            }
            Some(_) | None => {
                taken.by_address.remove(address);
                0
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, Taken> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let left = self.places.give_back(&self.address);
        if self.places.bus.is_shared() {
            let (bus, address) = (self.places.bus.clone(), std::mem::take(&mut self.address));
            tokio::spawn(async move { bus.count_address(address.as_bytes(), left).await });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn places_are_bounded_and_given_back() {
        let places = Places::new(3, 2, Bus::Local);
        let at = async |address: &str| places.take(address.into()).await;
        let (first, _second) = (at("a").await.unwrap(), at("a").await.unwrap());
        assert!(at("a").await.is_err());
        let _third = at("b").await.unwrap();
        assert!(at("c").await.is_err());
        drop(first);
        assert!(at("a").await.is_ok());
    }
}
