//! A field of nodes as pixels: where each node stands, what it looks like, and what has to be painted anew.

use synod_session::study::Mark;

/// The largest cell, in CSS pixels: ten nodes should not be ten plates.
const CELL_MAX: f64 = 46.0;
/// From this size on, in pixels, a node is its sign; below it is a square of its colour.
const SIGNS_FROM: u32 = 5;
/// Of a side of a pixel, so many samples say how much of it is covered.
const SAMPLES: u32 = 4;
/// A node that was not painted yet.
const BLANK: u8 = u8::MAX;

/// A colour: red, green, blue.
pub type Rgb = [u8; 3];

/// Where the nodes stand.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Grid {
    /// Nodes side by side.
    pub columns: u32,
    /// And one below the other.
    pub rows: u32,
    /// The width and height of a node's cell, in pixels.
    pub cell: u32,
}

impl Grid {
    /// The grid with the largest cells in which so many nodes have room; as close to a square as its room allows. Cells of one pixel take
    /// the shape of the room, and their picture is shown larger or smaller to fill it.
    #[allow(clippy::cast_sign_loss, reason = "lengths, of at least one pixel")]
    pub fn fit(nodes: u32, (width, height): (f64, f64), density: f64) -> Grid {
        let nodes = f64::from(nodes.max(1));
        let (mut width, mut height) = ((width * density).floor().max(1.0), (height * density).floor().max(1.0));
        while width * height < nodes {
            width *= 2.0;
            height *= 2.0;
        }
        // No cell is larger than this, and smaller ones are tried until all fit: rows and columns are whole.
        let mut cell = (width * height / nodes).sqrt().min(CELL_MAX * density).floor().max(1.0);
        while cell > 1.0 && (width / cell).floor() * (height / cell).floor() < nodes {
            cell -= 1.0;
        }
        let (most_columns, most_rows) = ((width / cell).floor().max(1.0), (height / cell).floor().max(1.0));
        let least = (nodes / most_rows).ceil();
        let wanted = if cell > 1.0 { nodes } else { nodes * width / height };
        let columns = wanted.sqrt().ceil().clamp(least, most_columns.max(least));
        Grid { columns: columns as u32, rows: (nodes / columns).ceil() as u32, cell: cell as u32 }
    }

    /// The size of its picture, in pixels.
    pub fn size(self) -> (u32, u32) {
        (self.columns * self.cell, self.rows * self.cell)
    }
}

/// A picture of a field, of which only what has changed is painted anew.
pub struct Raster {
    grid: Grid,
    /// A node's picture in each state: rows of pixels, four bytes each.
    signs: Vec<Vec<u8>>,
    pixels: Vec<u8>,
    painted: Vec<u8>,
}

impl Raster {
    /// An empty picture; a state is its sign and its colour.
    pub fn new(nodes: u32, grid: Grid, states: &[(Mark, Rgb)], ground: Rgb) -> Raster {
        let (width, height) = grid.size();
        let [r, g, b] = ground;
        Raster {
            grid,
            signs: states.iter().map(|(mark, colour)| sign(grid.cell, *mark, *colour, ground)).collect(),
            pixels: [r, g, b, 255].repeat((width * height) as usize),
            painted: vec![BLANK; nodes as usize],
        }
    }

    /// Paints a moment, given by the state of each node.
    pub fn paint(&mut self, states: impl Iterator<Item = u8>) {
        let Grid { columns, cell, .. } = self.grid;
        let line = (cell * 4) as usize;
        let width = (columns * cell * 4) as usize;
        let (mut column, mut start) = (0, 0);
        for (painted, state) in self.painted.iter_mut().zip(states) {
            if *painted != state {
                *painted = state;
                if let Some(sign) = self.signs.get(usize::from(state)) {
                    let lines = self.pixels[start..].chunks_mut(width);
                    for (to, from) in lines.zip(sign.chunks_exact(line)) {
                        to[..line].copy_from_slice(from);
                    }
                }
            }
            column += 1;
            start += line;
            if column == columns {
                column = 0;
                // The next row of nodes begins below all lines of this one.
                start += width * (cell as usize - 1);
            }
        }
    }

    /// The pixels, row by row, four bytes each.
    pub fn pixels(&self) -> &[u8] {
        &self.pixels
    }
}

/// The picture of a node.
#[allow(clippy::cast_sign_loss, reason = "a mixture of two parts from 0 to 255")]
fn sign(cell: u32, mark: Mark, colour: Rgb, ground: Rgb) -> Vec<u8> {
    let mut pixels = Vec::with_capacity((cell * cell * 4) as usize);
    for y in 0..cell {
        for x in 0..cell {
            let share = covered(cell, mark, x, y);
            let mixed = [0, 1, 2].map(|i| (f64::from(ground[i]) * (1.0 - share) + f64::from(colour[i]) * share).round() as u8);
            pixels.extend([mixed[0], mixed[1], mixed[2], 255]);
        }
    }
    pixels
}

/// Which share of a pixel belongs to the sign.
fn covered(cell: u32, mark: Mark, x: u32, y: u32) -> f64 {
    if cell < SIGNS_FROM {
        // Squares with a gap between them, where there is room for one.
        let gap = cell > 2 && (x + 1 == cell || y + 1 == cell);
        return if gap { 0.0 } else { 1.0 };
    }
    let middle = f64::from(cell) / 2.0;
    let (inner, outer) = match mark {
        Mark::Dot => (0.0, (middle * 0.36).max(0.9)),
        Mark::Disc => (0.0, middle * 0.86),
        Mark::Ring => (middle * 0.4, middle * 0.8),
    };
    let sample = |of: u32, i: u32| f64::from(of) + (f64::from(i) + 0.5) / f64::from(SAMPLES) - middle;
    let within = |i: u32, j: u32| (inner..=outer).contains(&sample(x, i).hypot(sample(y, j)));
    let hits = (0..SAMPLES).flat_map(|i| (0..SAMPLES).map(move |j| (i, j))).filter(|(i, j)| within(*i, *j)).count();
    hits as f64 / f64::from(SAMPLES * SAMPLES)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_of_nodes_has_room_in_every_window() {
        for nodes in [1, 2, 10, 30, 999, 1_000, 10_000, 30_000, 100_000] {
            for room in [(800.0, 420.0), (390.0, 300.0), (1.0, 1.0), (768.0, 90.0)] {
                for density in [1.0, 1.5, 3.0] {
                    let grid = Grid::fit(nodes, room, density);
                    assert!(
                        grid.columns * grid.rows >= nodes && grid.columns * (grid.rows - 1) < nodes,
                        "{nodes} {room:?} {grid:?}"
                    );
                    let (width, height) = grid.size();
                    let fits = f64::from(width) <= room.0 * density && f64::from(height) <= room.1 * density;
                    assert!(fits || grid.cell == 1, "{nodes} {room:?} {density} {grid:?}");
                }
            }
        }
    }

    #[test]
    fn a_few_nodes_stand_almost_in_a_square() {
        assert_eq!(Grid::fit(10, (800.0, 420.0), 1.0), Grid { columns: 4, rows: 3, cell: 46 });
    }

    #[test]
    fn only_what_changed_is_painted_and_every_node_has_its_place() {
        let grid = Grid { columns: 2, rows: 2, cell: 1 };
        let states = [(Mark::Dot, [1, 1, 1]), (Mark::Disc, [2, 2, 2])];
        let mut raster = Raster::new(3, grid, &states, [9, 9, 9]);
        raster.paint([0, 1, 0].into_iter());
        let reds = |raster: &Raster| raster.pixels().chunks(4).map(|pixel| pixel[0]).collect::<Vec<u8>>();
        assert_eq!(reds(&raster), [1, 2, 1, 9]);
        raster.paint([0, 1, 1].into_iter());
        assert_eq!(reds(&raster), [1, 2, 2, 9]);
    }

    #[test]
    fn signs_differ_in_shape_and_not_only_in_colour() {
        let amount = |mark| sign(12, mark, [0; 3], [255; 3]).chunks(4).filter(|pixel| pixel[0] < 128).count();
        assert!(amount(Mark::Dot) < amount(Mark::Ring) && amount(Mark::Ring) < amount(Mark::Disc));
        let middle = (6 * 12 + 6) * 4;
        assert_eq!(sign(12, Mark::Ring, [0; 3], [255; 3])[middle], 255, "a ring is hollow");
    }
}
