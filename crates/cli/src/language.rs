//! Which language to speak: the one that is asked for, or the one of the terminal.

use std::ffi::OsString;
use synod_words::Lang;

/// The language of `--lang` wherever it stands, so that even a refusal of the arguments speaks it; else the environment's; else English.
pub fn choose(given: &[OsString], environment: impl Fn(&str) -> Option<String>) -> Lang {
    asked_for(given).or_else(|| of_terminal(environment)).unwrap_or_default()
}

fn asked_for(given: &[OsString]) -> Option<Lang> {
    let texts: Vec<&str> = given.iter().filter_map(|argument| argument.to_str()).collect();
    let joined = texts.iter().find_map(|text| text.strip_prefix("--lang="));
    let apart = texts.windows(2).find(|pair| pair[0] == "--lang").map(|pair| pair[1]);
    Lang::from_tag(joined.or(apart)?)
}

/// As POSIX orders them: the first that is set decides, also where it names a language that is not spoken here.
fn of_terminal(environment: impl Fn(&str) -> Option<String>) -> Option<Lang> {
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().filter_map(environment).find(|value| !value.is_empty())?;
    Lang::from_tag(&set)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(line: &str, environment: &[(&str, &str)]) -> Lang {
        let given: Vec<OsString> = line.split_whitespace().map(OsString::from).collect();
        choose(&given, |name| environment.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned()))
    }

    #[test]
    fn what_is_asked_for_comes_before_the_terminal() {
        let chinese = [("LANG", "zh_CN.UTF-8")];
        assert_eq!(chosen("labs", &chinese), Lang::Zh);
        assert_eq!(chosen("labs --lang en", &chinese), Lang::En);
        assert_eq!(chosen("--lang=en labs", &chinese), Lang::En);
        assert_eq!(chosen("labs", &[("LC_ALL", "C.UTF-8"), chinese[0]]), Lang::En);
        assert_eq!(chosen("labs", &[("LC_ALL", ""), chinese[0]]), Lang::Zh);
        assert_eq!(chosen("labs", &[]), Lang::En);
    }
}
