//! The program of the page: it starts what the library holds, so that the pure parts of it can be tested natively.

fn main() {
    web::start();
}
