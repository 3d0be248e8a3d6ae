//! From text to a tree that is never larger than a document can be.
//!
//! `serde_json` reads the text and knows lines and columns; the tree refuses what no document holds at the very character where
//! it goes beyond, so nothing is allocated on the word of the text.

use super::fault::{DocFault, Shape};
use super::limits::{BYTES_MAX, DEPTH_MAX, FIELDS_MAX, TEXT_MAX};
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::error::Category;
use std::cell::Cell;
use std::fmt;
use synod_kernel::Limits;

/// A JSON value within the limits of a document. No field of an object is there twice.
#[derive(Debug)]
pub(super) enum Json {
    Null,
    Bool(bool),
    /// Wide enough for a seed and for a signed number.
    Int(i128),
    /// A number that is not whole, or far too large: no document holds one.
    Fraction,
    Text(String),
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
}

/// Reads a text as one JSON value.
pub(super) fn parse(text: &str) -> Result<Json, DocFault> {
    if text.len() > BYTES_MAX {
        return Err(DocFault::TooLong { bytes: text.len() });
    }
    let refused = Cell::new(None);
    let mut source = serde_json::Deserializer::from_str(text);
    let seed = Tree { depth: 0, refused: &refused };
    seed.deserialize(&mut source).and_then(|json| source.end().map(|()| json)).map_err(|error| {
        // At the start of a line it has read no column yet.
        let (line, column) = (error.line(), error.column().max(1));
        match (refused.take(), error.classify()) {
            (Some(shape), _) => DocFault::Shape { line, column, shape },
            (None, Category::Eof) => DocFault::Unfinished { line, column },
            (None, _) => DocFault::Syntax { line, column },
        }
    })
}

/// Builds the tree. What it refuses goes into `refused`, since an error of `serde_json` only carries a text.
#[derive(Clone, Copy)]
struct Tree<'a> {
    depth: u8,
    refused: &'a Cell<Option<Shape>>,
}

impl Tree<'_> {
    fn refuse<E: Error>(self, shape: Shape) -> E {
        self.refused.set(Some(shape));
        E::custom("refused")
    }

    fn inside<E: Error>(self) -> Result<Self, E> {
        if self.depth == DEPTH_MAX {
            return Err(self.refuse(Shape::TooDeep));
        }
        Ok(Tree { depth: self.depth + 1, ..self })
    }
}

impl<'de> DeserializeSeed<'de> for Tree<'_> {
    type Value = Json;

    fn deserialize<D: Deserializer<'de>>(self, source: D) -> Result<Json, D::Error> {
        source.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Tree<'_> {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Json, E> {
        Ok(Json::Bool(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Json, E> {
        Ok(Json::Int(value.into()))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Json, E> {
        Ok(Json::Int(value.into()))
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<Json, E> {
        Ok(Json::Fraction)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Json, E> {
        if text.chars().nth(TEXT_MAX).is_some() {
            return Err(self.refuse(Shape::TextTooLong));
        }
        Ok(Json::Text(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut source: A) -> Result<Json, A::Error> {
        let inside = self.inside()?;
        let mut list = Vec::new();
        while let Some(item) = source.next_element_seed(inside)? {
            if list.len() == Limits::DECISIONS_MAX {
                return Err(self.refuse(Shape::TooManyItems));
            }
            list.push(item);
        }
        Ok(Json::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut source: A) -> Result<Json, A::Error> {
        let inside = self.inside()?;
        let mut fields: Vec<(String, Json)> = Vec::new();
        while let Some(key) = source.next_key_seed(Key(inside))? {
            if fields.len() == FIELDS_MAX {
                return Err(self.refuse(Shape::TooManyFields));
            }
            if fields.iter().any(|(known, _)| *known == key) {
                return Err(self.refuse(Shape::FieldTwice(key)));
            }
            let value = source.next_value_seed(inside)?;
            fields.push((key, value));
        }
        Ok(Json::Object(fields))
    }
}

/// The name of a field: a text like any other.
struct Key<'a>(Tree<'a>);

impl<'de> DeserializeSeed<'de> for Key<'_> {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, source: D) -> Result<String, D::Error> {
        source.deserialize_str(self)
    }
}

impl Visitor<'_> for Key<'_> {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a field")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<String, E> {
        if text.chars().nth(TEXT_MAX).is_some() {
            return Err(self.0.refuse(Shape::TextTooLong));
        }
        Ok(text.to_owned())
    }
}
