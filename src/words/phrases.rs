//! Labels and sentences of results.

macro_rules! words {
    ($($name:ident $vi:literal | $en:literal;)*) => {
        /// A label or sentence; `{name}` places take values.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[allow(missing_docs)]
        pub enum Word { $($name),* }

        impl Word {
            /// Every phrase.
            #[cfg(test)]
            pub(super) const ALL: &'static [Word] = &[$(Word::$name),*];

            /// Vietnamese, English.
            pub fn pair(self) -> (&'static str, &'static str) {
                match self { $(Word::$name => ($vi, $en)),* }
            }

            /// In one language.
            pub fn text(self, lang: super::Lang) -> &'static str {
                lang.pick(self.pair())
            }
        }
    };
}

words! {
    Cell "Chi bộ" | "Cell";
}
