//! Invents words, distributed like those of a language; the same ones in every run.

/// About the vocabulary of a fluent speaker.
const VOCABULARY: usize = 40_000;
const SYLLABLES: [&str; 24] = [
    "ma", "ri", "ton", "el", "sha", "vo", "ku", "len", "dar", "is", "po", "fen", "gal", "mi", "tro", "ze",
    "an", "ul", "ber", "ci", "não", "grü", "ост", "yo",
];

pub struct Words {
    vocabulary: Vec<String>,
    /// How often one of the words up to each is said.
    weights: Vec<f64>,
    state: u64,
}

impl Words {
    pub fn new() -> Self {
        let mut words = Self { vocabulary: vec![], weights: vec![], state: 0x9e37_79b9_7f4a_7c15 };
        let mut sum = 0.0;
        for rank in 1..=VOCABULARY {
            let syllables = 1 + usize::from(rank > 20) + usize::from(rank > 400) + words.below(2);
            let word: String = (0..syllables).map(|_| words.syllable()).collect();
            words.vocabulary.push(word);
            sum += 1.0 / rank as f64;
            words.weights.push(sum);
        }
        words
    }

    /// Twelve words on average; one message in twenty-five is Chinese.
    pub fn message(&mut self) -> String {
        if self.below(25) == 0 {
            let length = 8 + self.below(14);
            let letter = |words: &mut Self| {
                let common = words.below(700).min(words.below(700));
                u32::try_from(0x4e00 + common).ok().and_then(char::from_u32).unwrap_or('一')
            };
            return (0..length).map(|_| letter(self)).collect();
        }
        let length = 3 + self.below(10) + self.below(10);
        (0..length).map(|_| self.word()).collect::<Vec<_>>().join(" ")
    }

    pub fn below(&mut self, end: usize) -> usize {
        // An xorshift generator: good enough to scatter, and it needs nothing.
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        (self.state >> 11) as usize % end.max(1)
    }

    fn word(&mut self) -> String {
        let most = self.weights.last().copied().unwrap_or(1.0);
        let at = self.below(1 << 24) as f64 / f64::from(1 << 24) * most;
        let rank = self.weights.partition_point(|weight| *weight < at);
        self.vocabulary.get(rank).cloned().unwrap_or_default()
    }

    fn syllable(&mut self) -> &'static str {
        let number = self.below(SYLLABLES.len());
        SYLLABLES.get(number).copied().unwrap_or("a")
    }
}
