//! A sweep as a Parquet file: the table of `--csv`, a parameter that takes whole numbers as whole numbers.

use super::Whole;
use super::table::{COLUMNS, plain, rows};
use crate::failure::Failure;
use parquet::basic::{ConvertedType, Repetition, Type as Physical};
use parquet::data_type::{ByteArray, ByteArrayType, DataType, DoubleType, Int64Type};
use parquet::errors::Result;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::types::Type;
use std::ffi::OsStr;
use std::fs::File;
use std::sync::Arc;
use synod_session::doc::Atom;
use synod_session::sweep::{Axis, Plan, Row};

/// Writes the table; how many rows it has.
pub fn write(whole: &Whole, file: &OsStr) -> std::result::Result<i64, Failure> {
    let lost = |error: String| Failure::Unwritable { file: file.to_string_lossy().into_owned(), error };
    let rows = rows(whole);
    let out = File::create(file).map_err(|error| lost(error.to_string()))?;
    write_to(out, &whole.part.plan, &rows).map_err(|error| lost(error.to_string()))?;
    Ok(rows.len() as i64)
}

fn write_to(out: File, plan: &Plan, rows: &[(usize, Row)]) -> Result<()> {
    let mut writer = SerializedFileWriter::new(out, schema(plan)?, Arc::new(WriterProperties::default()))?;
    let mut group = writer.next_row_group()?;
    for (i, axis) in plan.vary.iter().enumerate() {
        let values = rows.iter().map(|(cell, _)| plan.values(*cell)[i]);
        if is_whole(axis) {
            let whole = values.map(|value| if let Atom::Int(i) = value { *i } else { 0 });
            column::<Int64Type>(&mut group, whole.map(Some))?;
        } else {
            column::<ByteArrayType>(&mut group, values.map(|value| Some(text(&plain(value)))))?;
        }
    }
    column::<ByteArrayType>(&mut group, rows.iter().map(|(_, row)| Some(text(&row.subject))))?;
    column::<ByteArrayType>(&mut group, rows.iter().map(|(_, row)| Some(text(&row.measure))))?;
    for number in [|row: &Row| row.value, |row: &Row| row.low, |row: &Row| row.high] {
        column::<DoubleType>(&mut group, rows.iter().map(|(_, row)| number(row)))?;
    }
    column::<Int64Type>(&mut group, rows.iter().map(|(_, row)| Some(row.of.cast_signed())))?;
    group.close()?;
    writer.close()?;
    Ok(())
}

/// Every column may be empty in the file, so that one way of writing serves all.
fn schema(plan: &Plan) -> Result<Arc<Type>> {
    let column = |name: &str, physical: Physical| {
        let of_text = if physical == Physical::BYTE_ARRAY { ConvertedType::UTF8 } else { ConvertedType::NONE };
        let column = Type::primitive_type_builder(name, physical).with_repetition(Repetition::OPTIONAL);
        column.with_converted_type(of_text).build().map(Arc::new)
    };
    let physical = |axis: &Axis| if is_whole(axis) { Physical::INT64 } else { Physical::BYTE_ARRAY };
    let params = plan.vary.iter().map(|axis| column(&axis.param, physical(axis)));
    let rest = COLUMNS.into_iter().map(|name| {
        column(
            name,
            match name {
                "subject" | "measure" => Physical::BYTE_ARRAY,
                "of" => Physical::INT64,
                _ => Physical::DOUBLE,
            },
        )
    });
    let columns = params.chain(rest).collect::<Result<Vec<_>>>()?;
    Type::group_type_builder("sweep").with_fields(columns).build().map(Arc::new)
}

fn is_whole(axis: &Axis) -> bool {
    axis.values.iter().all(|value| matches!(value, Atom::Int(_)))
}

fn text(text: &str) -> ByteArray {
    text.as_bytes().to_vec().into()
}

fn column<T: DataType>(group: &mut SerializedRowGroupWriter<'_, File>, values: impl Iterator<Item = Option<T::T>>) -> Result<()> {
    let Some(mut column) = group.next_column()? else { return Ok(()) };
    let (mut present, mut levels) = (Vec::new(), Vec::new());
    for value in values {
        levels.push(i16::from(value.is_some()));
        present.extend(value);
    }
    column.typed::<T>().write_batch(&present, Some(&levels), None)?;
    column.close()
}
