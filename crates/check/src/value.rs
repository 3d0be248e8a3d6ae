//! What a key holds and what a read answers with.

use std::fmt;

/// A value of a key.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub enum Value {
    /// Nothing: the key was never written, or its value was deleted.
    #[default]
    Null,
    /// A number.
    Int(i64),
    /// A text.
    Text(String),
    /// Several values at once: what a store that keeps concurrent writes answers a read with. No operation writes it.
    Siblings(Vec<Value>),
}

impl Value {
    /// The value with the siblings sorted and told once; a set of one is its only member, an empty one is null.
    #[must_use]
    pub fn normal(self) -> Value {
        let Value::Siblings(members) = self else { return self };
        let mut members: Vec<Value> = members.into_iter().map(Value::normal).collect();
        synod_order::sort(&mut members);
        members.dedup();
        match members.len() {
            0 => Value::Null,
            1 => members.remove(0),
            _ => Value::Siblings(members),
        }
    }

    /// The values told one by one: the members of siblings, or the value itself.
    pub fn members(&self) -> &[Value] {
        match self {
            Value::Siblings(members) => members,
            one => std::slice::from_ref(one),
        }
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Null => f.write_str("null"),
            Value::Int(i) => write!(f, "{i}"),
            Value::Text(text) => write!(f, "{text:?}"),
            Value::Siblings(members) => {
                f.write_str("{")?;
                for (i, member) in members.iter().enumerate() {
                    if i > 0 {
                        f.write_str(", ")?;
                    }
                    write!(f, "{member}")?;
                }
                f.write_str("}")
            }
        }
    }
}

impl From<i64> for Value {
    fn from(i: i64) -> Value {
        Value::Int(i)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Value {
        Value::Text(text.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_shown_as_they_are_written() {
        let siblings = Value::Siblings(vec![2.into(), 1.into(), 2.into()]).normal();
        assert_eq!(siblings.to_string(), "{1, 2}");
        assert_eq!(Value::from("ab").to_string(), "\"ab\"");
        assert_eq!(Value::Siblings(vec![Value::Int(3)]).normal(), Value::Int(3));
    }
}
