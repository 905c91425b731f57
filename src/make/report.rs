//! How whoever makes a bundle hears of the progress.

/// Hears what is being done, and how much of it: a name, what is done, what there is to do.
pub type Report<'a> = &'a dyn Fn(&str, u64, u64);

/// Reports one part of the work.
pub(super) fn of<'a>(report: Report<'a>, what: &'a str) -> impl FnMut(u64, u64) + 'a {
    move |done, total| report(what, done, total)
}
