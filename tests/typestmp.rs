mod types;
#[cfg(not(test))]
fn main() { types::run(); }
