//! The worker: long work, apart from the page, so that the page never stands still.

fn main() {
    web::worker::serve();
}
