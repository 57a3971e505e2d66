//! Files outside the program: what a command is given to read, what it is told to write, what an editor holds,
//! and the user's own configuration.

#[cfg(unix)]
use crate::store::platform;
use crate::store::syntax;
use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use tempfile::{NamedTempFile, TempPath};

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

/// A file that is being written outside of any program.
///
/// It is written beside its place and put there whole: until then, and where that fails, what stood there stays. Only
/// what is no plain file, such as a pipe, and what lies in a folder that takes no other file is written to itself.
#[derive(Debug)]
pub struct Output {
    file: io::BufWriter<fs::File>,
    beside: Beside,
}

/// A finished file beside its place; none where it was written to itself.
type Beside = Option<(TempPath, PathBuf)>;

impl Output {
    /// Begins a file, which will replace what stands there.
    ///
    /// # Errors
    /// What the system says.
    pub fn create(path: &Path) -> io::Result<Output> {
        // A link stays a link: what it leads to is replaced.
        let place = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
        let known = fs::metadata(&place).ok();
        let is_plain = known.as_ref().is_none_or(fs::Metadata::is_file);
        let made = match is_plain.then(|| temporary_for(&place)) {
            Some(Ok(made)) => Some(made),
            Some(Err(error)) if known.is_none() => return Err(error),
            _ => None,
        };
        let Some((file, beside)) = made.map(NamedTempFile::into_parts) else {
            let file = io::BufWriter::new(fs::File::create(&place)?);
            return Ok(Output { file, beside: None });
        };
        if let Some(known) = known {
            file.set_permissions(known.permissions())?;
        }
        Ok(Output {
            file: io::BufWriter::new(file),
            beside: Some((beside, place)),
        })
    }

    /// Puts the file where it belongs.
    ///
    /// # Errors
    /// What the system says; then what stood there stays.
    pub fn put(self) -> io::Result<()> {
        put(self.written()?)
    }

    fn written(mut self) -> io::Result<Beside> {
        self.file.flush()?;
        Ok(self.beside)
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

fn temporary_for(place: &Path) -> io::Result<NamedTempFile> {
    let folder = place.parent().filter(|folder| *folder != Path::new(""));
    let mut builder = tempfile::Builder::new();
    builder.prefix(".pleiad-").suffix(".tmp");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // The user's umask is taken off, as with any file that they make.
        builder.permissions(fs::Permissions::from_mode(platform::USUAL_FILE));
    }
    builder.tempfile_in(folder.unwrap_or(Path::new(".")))
}

fn put(beside: Beside) -> io::Result<()> {
    match beside {
        Some((temporary, place)) => temporary.persist(place).map_err(|error| error.error),
        None => Ok(()),
    }
}

/// Writes an answer to a file, which it replaces.
///
/// # Errors
/// What the system says; then what stood there stays.
pub fn write_output(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut output = Output::create(path)?;
    output.write_all(bytes)?;
    output.put()
}

/// Writes files below a folder, which is made with its parents; each replaces what stood in its place.
///
/// None is put there before all of them are written, so that a disk too small for them changes nothing.
///
/// # Errors
/// What the system says.
pub fn write_outputs<'a>(
    folder: &Path,
    files: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let mut written = Vec::new();
    for (name, text) in files {
        let path = folder.join(name);
        path.parent().map_or(Ok(()), fs::create_dir_all)?;
        let mut output = Output::create(&path)?;
        output.write_all(text.as_bytes())?;
        written.push(output.written()?);
    }
    written.into_iter().try_for_each(put)
}

/// Makes a folder outside of any program hold exactly these files among those whose names end in `suffix`.
///
/// What is as it should be is not touched, for programs that look at the folder see its time change. Gives the names of
/// files that are gone.
///
/// # Errors
/// What the system says.
pub fn write_folder(
    folder: &Path,
    files: &[(String, String)],
    suffix: &str,
) -> io::Result<Vec<String>> {
    let is_new = |(name, text): &&(String, String)| {
        fs::read(folder.join(name)).map_or(true, |known| known != text.as_bytes())
    };
    let new = files.iter().filter(is_new);
    write_outputs(folder, new.map(|(name, text)| (&**name, &**text)))?;
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
    file: NamedTempFile,
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
    let table = syntax::table(&text)?;
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
    write_output(config, edited.as_bytes())
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

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let name = |entry: io::Result<fs::DirEntry>| entry.unwrap().file_name().into_string();
        let mut names: Vec<String> = entries.map(|entry| name(entry).unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn an_answer_that_is_broken_off_leaves_what_stood_there() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("report.html");
        write_output(&path, b"last month").unwrap();
        let mut output = Output::create(&path).unwrap();
        output.write_all(b"half of this mo").unwrap();
        drop(output);
        assert_eq!(fs::read(&path).unwrap(), b"last month");
        assert_eq!(names(folder.path()), ["report.html"]);
    }

    #[test]
    fn where_one_of_several_files_cannot_be_written_none_is() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("b")).unwrap();
        write_output(&folder.path().join("a"), b"old").unwrap();
        write_outputs(folder.path(), [("a", "new"), ("b", "a folder is there")]).unwrap_err();
        assert_eq!(fs::read(folder.path().join("a")).unwrap(), b"old");
        assert_eq!(names(folder.path()), ["a", "b"]);
        write_outputs(folder.path(), [("a", "new"), ("c/d", "deep")]).unwrap();
        assert_eq!(fs::read(folder.path().join("a")).unwrap(), b"new");
        assert_eq!(fs::read(folder.path().join("c/d")).unwrap(), b"deep");
    }

    #[cfg(unix)]
    #[test]
    fn a_link_stays_a_link_and_a_file_keeps_its_mode() {
        use std::os::unix::fs::{PermissionsExt, symlink};

        let folder = tempfile::tempdir().unwrap();
        let (link, file) = (folder.path().join("link"), folder.path().join("file"));
        fs::write(&file, "old").unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
        symlink(&file, &link).unwrap();
        write_output(&link, b"new").unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read(&file).unwrap(), b"new");
        let mode = fs::metadata(&file).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o640);
    }

    #[cfg(unix)]
    #[test]
    fn a_pipe_is_written_to() {
        let folder = tempfile::tempdir().unwrap();
        let pipe = folder.path().join("pipe");
        let made = std::process::Command::new("mkfifo").arg(&pipe).status();
        assert!(made.unwrap().success());
        let reader = {
            let pipe = pipe.clone();
            std::thread::spawn(move || fs::read(pipe).unwrap())
        };
        write_output(&pipe, b"an answer").unwrap();
        assert_eq!(reader.join().unwrap(), b"an answer");
        assert_eq!(names(folder.path()), ["pipe"]);
    }
}
