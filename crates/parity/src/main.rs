//! Prints the transcript of this machine.

fn main() {
    print!("{}", synod_parity::transcript());
}
