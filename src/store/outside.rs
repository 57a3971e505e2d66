//! Files outside the program: what a command is given to read, what it is told to write, what an editor holds,
//! and the user's own configuration.

use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

/// The largest input file that is read, in bytes.
const INPUT_BYTES_MAX: u64 = 1024 * 1024 * 1024;

/// Reads a file whole; a pipe or device is read too, up to the limit.
///
/// # Errors
/// What the system says, and a file over the limit.
pub fn read_input(path: &Path) -> io::Result<Vec<u8>> {
    read_stream(&mut fs::File::open(path)?)
}

/// Opens a file that is read piece by piece.
///
/// # Errors
/// What the system says.
pub fn open_input(path: &Path) -> io::Result<impl Read + use<>> {
    fs::File::open(path)
}

/// Reads a stream whole, up to the limit.
///
/// # Errors
/// What the system says, and more than the limit.
pub fn read_stream(stream: &mut dyn Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    stream.take(INPUT_BYTES_MAX + 1).read_to_end(&mut bytes)?;
    if INPUT_BYTES_MAX < bytes.len() as u64 {
        return Err(io::Error::new(
            io::ErrorKind::FileTooLarge,
            "more than 1 GiB of input",
        ));
    }
    Ok(bytes)
}

/// Makes a folder for answers, with its parents, where it is missing.
///
/// # Errors
/// What the system says.
pub fn make_folder(path: &Path) -> io::Result<()> {
    fs::create_dir_all(path)
}

/// Writes an answer to a file, which it replaces.
///
/// # Errors
/// What the system says.
pub fn write_output(path: &Path, bytes: &[u8]) -> io::Result<()> {
    fs::write(path, bytes)
}

/// Makes a file for an answer that is written piece by piece; what stood there goes.
///
/// # Errors
/// What the system says.
pub fn create_output(path: &Path) -> io::Result<impl Write + use<>> {
    fs::File::create(path).map(io::BufWriter::new)
}

/// Makes a folder outside of any program hold exactly these files among those whose names end in `suffix`.
///
/// Each is exchanged as a whole, for programs that look at the folder meanwhile see its time change; what is as it should
/// be is not touched. Gives the names of files that are gone.
///
/// # Errors
/// What the system says; files before that are written.
pub fn write_folder(
    folder: &Path,
    files: &[(String, String)],
    suffix: &str,
) -> io::Result<Vec<String>> {
    fs::create_dir_all(folder)?;
    for (name, text) in files {
        let path = folder.join(name);
        if fs::read(&path).is_ok_and(|known| known == text.as_bytes()) {
            continue;
        }
        let mut new = tempfile::Builder::new()
            .prefix(".")
            .suffix(".tmp")
            .tempfile_in(folder)?;
        new.write_all(text.as_bytes())?;
        new.persist(&path)?;
    }
    let mut gone = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let is_known = files.iter().any(|(known, _)| *known == name);
        if name.ends_with(suffix) && !is_known && entry.file_type()?.is_file() {
            fs::remove_file(entry.path())?;
            gone.push(name);
        }
    }
    gone.sort();
    Ok(gone)
}

/// A text that a person edits in a program of theirs; the file is theirs alone and goes when this is dropped.
#[derive(Debug)]
pub struct Scratch {
    file: tempfile::NamedTempFile,
}

impl Scratch {
    /// Makes the file; `suffix` tells the editor what it is.
    ///
    /// # Errors
    /// What the system says.
    pub fn new(text: &str, suffix: &str) -> io::Result<Scratch> {
        let mut file = tempfile::Builder::new()
            .prefix("pleiad-")
            .suffix(suffix)
            .tempfile()?;
        file.write_all(text.as_bytes())?;
        file.flush()?;
        Ok(Scratch { file })
    }

    /// Where it lies.
    pub fn path(&self) -> &Path {
        self.file.path()
    }

    /// What it holds now; editors that rename are followed.
    ///
    /// # Errors
    /// What the system says, and text that is not UTF-8.
    pub fn text(&self) -> io::Result<String> {
        let bytes = fs::read(self.path())?;
        String::from_utf8(bytes)
            .map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "the text is not UTF-8"))
    }

    /// Leaves the file where it is, so that no word is lost.
    ///
    /// # Errors
    /// What the system says.
    pub fn keep(self) -> io::Result<PathBuf> {
        let path = self.path().to_path_buf();
        self.file
            .into_temp_path()
            .keep()
            .map_err(|error| error.error)?;
        Ok(path)
    }
}

/// The user's default program, as the configuration names it.
pub fn default_program(config: &Path) -> Option<PathBuf> {
    let text = fs::read_to_string(config).ok()?;
    let table = toml::de::DeTable::parse(&text).ok()?.into_inner();
    let program = table.get("program")?.get_ref().as_str()?;
    Some(PathBuf::from(program))
}

/// Makes a program the user's default, keeping the rest of the configuration.
///
/// # Errors
/// What the system says, and a configuration that is not TOML.
pub fn set_default_program(config: &Path, program: &Path) -> io::Result<()> {
    use crate::change::edit::{At, Edit, FileName};
    let text = match fs::read_to_string(config) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(error),
    };
    let edit = Edit::Set {
        file: FileName::Program,
        at: At::Top,
        key: "program".to_owned(),
        value: program.to_string_lossy().into_owned().into(),
    };
    let edited = crate::store::splice::apply(&text, &[&edit])
        .map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error.to_string()))?;
    if let Some(folder) = config.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(config, edited)
}

/// The name of the system's time zone, as Linux keeps it: the target of `/etc/localtime`, else `/etc/timezone`.
pub fn system_timezone() -> Option<String> {
    let target = fs::read_link("/etc/localtime")
        .ok()
        .map(|path| path.to_string_lossy().into_owned());
    let linked = target.and_then(|path| {
        path.split_once("zoneinfo/")
            .map(|(_, name)| name.to_owned())
    });
    linked.or_else(|| {
        fs::read_to_string("/etc/timezone")
            .ok()
            .map(|text| text.trim().to_owned())
    })
}
