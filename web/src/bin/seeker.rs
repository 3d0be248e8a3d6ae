//! The worker that looks for a run which breaks a promise: it carries the labs, so it is loaded only for that.

fn main() {
    web::worker::serve(web::worker::quest);
}
