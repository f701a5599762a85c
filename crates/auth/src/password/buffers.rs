//! Holds the memory in which passwords are hashed. It is allocated once and reused: allocators keep what a flood of
//! hashes freed. Must not know what is hashed.

use argon2::Block;
use std::num::NonZeroUsize;
use std::sync::{Mutex, MutexGuard, PoisonError};

pub struct Buffers {
    blocks: usize,
    most: usize,
    idle: Mutex<Vec<Vec<Block>>>,
}

impl Buffers {
    /// All of it at once, so that an idle instance takes as much as it ever will.
    pub fn new(blocks: usize, at_once: NonZeroUsize) -> Self {
        let most = at_once.get();
        let idle = (0..most).map(|_| vec![Block::new(); blocks]).collect();
        Self { blocks, most, idle: Mutex::new(idle) }
    }

    /// Every block is written before it is read: old content does not matter. A hash of another cost may need more
    /// than is kept, and then gets its own.
    pub fn lend<T>(&self, blocks: usize, work: impl FnOnce(&mut [Block]) -> T) -> T {
        let kept = if blocks <= self.blocks { self.idle().pop() } else { None };
        let mut memory = kept.unwrap_or_else(|| vec![Block::new(); blocks.max(self.blocks)]);
        let done = work(memory.get_mut(..blocks).unwrap_or_default());
        let mut idle = self.idle();
        if memory.len() == self.blocks && idle.len() < self.most {
            idle.push(memory);
        }
        done
    }

    fn idle(&self) -> MutexGuard<'_, Vec<Vec<Block>>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_memory_is_lent_again() {
        let buffers = Buffers::new(8, NonZeroUsize::MIN);
        let first = buffers.lend(8, |memory| memory.as_ptr());
        assert_eq!(buffers.lend(4, |memory| (memory.as_ptr(), memory.len())), (first, 4));
        // One more than there are workers: it is not kept.
        buffers.lend(8, |_| buffers.lend(8, |other| assert_ne!(other.as_ptr(), first)));
        assert_eq!(buffers.idle().len(), 1);
        // Larger than usual.
        assert_eq!(buffers.lend(16, |memory| memory.len()), 16);
        assert_eq!(buffers.idle().len(), 1);
    }
}
