//! Where things are drawn: pure functions over points, without a browser.

pub mod layout;
pub mod line;
pub mod place;
pub mod text;
pub mod ticks;

/// A place, or a vector, in the pixels of the picture.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Point {
    /// To the right.
    pub x: f64,
    /// Downwards.
    pub y: f64,
}

impl Point {
    /// The point at `x`, `y`.
    pub const fn new(x: f64, y: f64) -> Point {
        Point { x, y }
    }

    /// The vector from here to `other`.
    pub fn to(self, other: Point) -> Point {
        Point::new(other.x - self.x, other.y - self.y)
    }

    /// This point, moved by `times` the vector `by`.
    pub fn plus(self, by: Point, times: f64) -> Point {
        Point::new(self.x + by.x * times, self.y + by.y * times)
    }

    /// The point at the share `t` of the way to `other`.
    pub fn towards(self, other: Point, t: f64) -> Point {
        self.plus(self.to(other), t)
    }

    /// The length of the vector.
    pub fn length(self) -> f64 {
        self.x.hypot(self.y)
    }

    /// The vector of length one in this direction; to the right where there is none.
    pub fn unit(self) -> Point {
        let length = self.length();
        if length < 1e-9 { Point::new(1.0, 0.0) } else { Point::new(self.x / length, self.y / length) }
    }

    /// The vector turned by a right angle, to the right of its direction.
    pub fn right(self) -> Point {
        Point::new(-self.y, self.x)
    }

    /// The scalar product.
    pub fn dot(self, other: Point) -> f64 {
        self.x * other.x + self.y * other.y
    }
}

/// An upright rectangle.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Rect {
    /// Its left edge.
    pub x: f64,
    /// Its upper edge.
    pub y: f64,
    /// Its width.
    pub w: f64,
    /// Its height.
    pub h: f64,
}

impl Rect {
    /// The rectangle around a centre.
    pub fn around(centre: Point, half_w: f64, half_h: f64) -> Rect {
        Rect { x: centre.x - half_w, y: centre.y - half_h, w: 2.0 * half_w, h: 2.0 * half_h }
    }

    /// Whether the two share more than an edge.
    pub fn meets(&self, other: &Rect) -> bool {
        self.x < other.x + other.w && other.x < self.x + self.w && self.y < other.y + other.h && other.y < self.y + self.h
    }

    /// Whether `other` lies within.
    pub fn holds(&self, other: &Rect) -> bool {
        self.x <= other.x && self.y <= other.y && other.x + other.w <= self.x + self.w && other.y + other.h <= self.y + self.h
    }
}

/// A number as an SVG attribute: a tenth of a pixel is enough, and whole tenths are written sooner than a fraction.
pub fn px(value: f64) -> String {
    let mut out = String::with_capacity(8);
    put(&mut out, value);
    out
}

/// The same at the end of a longer text. Digit by digit: thousands are written in a frame, and formatting would take most of it.
pub fn put(out: &mut String, value: f64) {
    let tenths = tenths(value);
    if tenths < 0 {
        out.push('-');
    }
    let tenths = tenths.unsigned_abs();
    let (whole, tenth) = (tenths / 10, tenths % 10);
    let mut unit = 1;
    while whole / unit > 9 {
        unit *= 10;
    }
    let digit = |d: u32| char::from(b'0' + (d % 10) as u8);
    while unit > 0 {
        out.push(digit(whole / unit));
        unit /= 10;
    }
    if tenth > 0 {
        out.push('.');
        out.push(digit(tenth));
    }
}

/// A length in tenths of a pixel, the finest that is drawn.
pub fn tenths(value: f64) -> i32 {
    // An instruction of wasm, unlike `round`.
    (value * 10.0 + 0.5).floor() as i32
}

#[cfg(test)]
mod tests {
    use super::px;

    #[test]
    fn a_number_is_written_to_the_tenth() {
        assert_eq!([0.0, -0.04, -0.06, 12.0, 3.25, -41.96].map(px), ["0", "0", "-0.1", "12", "3.3", "-42"]);
    }
}
