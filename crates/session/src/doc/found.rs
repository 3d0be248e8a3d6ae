//! A piece of a document together with the place where it stands, so that whatever is wrong with it can be said with its place.

use super::fault::{DocFault, Expected, Place, Problem};
use super::json::Json;
use super::limits::{NAME_MAX, TEXT_MAX};
use std::ops::RangeInclusive;

/// A value that was found at a place.
#[derive(Debug)]
pub(super) struct Found {
    pub place: Place,
    pub json: Json,
}

impl Found {
    /// The refusal of this value, as something else belongs here.
    pub fn must_be(place: Place, expected: Expected) -> DocFault {
        DocFault::Wrong { place, problem: Problem::MustBe(expected) }
    }

    /// A whole number within a range that fits its type.
    pub fn int<T: TryFrom<i128>>(self, range: RangeInclusive<i128>) -> Result<T, DocFault> {
        let expected = Expected::Int { min: *range.start(), max: *range.end() };
        match self.json {
            Json::Int(i) if range.contains(&i) => T::try_from(i).map_err(|_| Self::must_be(self.place, expected)),
            _ => Err(Self::must_be(self.place, expected)),
        }
    }

    /// The name of a process and the like.
    pub fn name(self) -> Result<String, DocFault> {
        self.text_within(NAME_MAX)
    }

    /// A longer text: the name of a message.
    pub fn text(self) -> Result<String, DocFault> {
        self.text_within(TEXT_MAX)
    }

    fn text_within(self, max: usize) -> Result<String, DocFault> {
        match self.json {
            Json::Text(text) if text.chars().nth(max).is_none() => Ok(text),
            _ => Err(Self::must_be(self.place, Expected::Text { max })),
        }
    }

    /// A list of at most `max`.
    pub fn list(self, max: usize) -> Result<Vec<Found>, DocFault> {
        match self.json {
            Json::List(list) if list.len() <= max => {
                Ok(list.into_iter().map(|json| Found { place: self.place.clone(), json }).collect())
            }
            _ => Err(Self::must_be(self.place, Expected::List { max })),
        }
    }

    /// A list of exactly `N`.
    pub fn exactly<const N: usize>(self) -> Result<[Found; N], DocFault> {
        let place = self.place.clone();
        match self.json {
            Json::List(list) if list.len() == N => {
                let found: Vec<Found> = list.into_iter().map(|json| Found { place: place.clone(), json }).collect();
                found.try_into().map_err(|_| Self::must_be(place, Expected::ListOf { len: N }))
            }
            _ => Err(Self::must_be(place, Expected::ListOf { len: N })),
        }
    }

    /// An object whose fields are taken out one by one.
    pub fn fields(self) -> Result<Fields, DocFault> {
        match self.json {
            Json::Object(fields) => Ok(Fields { place: self.place, fields }),
            _ => Err(Self::must_be(self.place, Expected::Object)),
        }
    }
}

/// The fields of an object, taken out one by one; what is left in the end does not belong there.
#[derive(Debug)]
pub(super) struct Fields {
    pub place: Place,
    pub fields: Vec<(String, Json)>,
}

impl Fields {
    /// The fields of the document itself.
    pub fn of_document(json: Json) -> Result<Fields, DocFault> {
        match json {
            Json::Object(fields) => Ok(Fields { place: Place::default(), fields }),
            _ => Err(DocFault::NotAnObject),
        }
    }

    /// A field that may be missing.
    pub fn optional(&mut self, name: &str) -> Option<Found> {
        let at = self.fields.iter().position(|(known, _)| known == name)?;
        let (_, json) = self.fields.swap_remove(at);
        Some(Found { place: self.place.field(name), json })
    }

    /// A field that must be there.
    pub fn required(&mut self, name: &str) -> Result<Found, DocFault> {
        self.optional(name).ok_or_else(|| DocFault::Wrong { place: self.place.field(name), problem: Problem::Missing })
    }

    /// All that are left, each with its name.
    pub fn all(self) -> impl Iterator<Item = (String, Found)> {
        let place = self.place;
        self.fields.into_iter().map(move |(name, json)| {
            let place = place.field(&name);
            (name, Found { place, json })
        })
    }

    /// Refuses what is left.
    pub fn none_left(self) -> Result<(), DocFault> {
        match self.all().next() {
            None => Ok(()),
            Some((_, found)) => Err(DocFault::Wrong { place: found.place, problem: Problem::Unknown }),
        }
    }
}
