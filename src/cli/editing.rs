//! A file of the program in the user's editor: what they leave is checked like every other change.

use crate::change::edit::{Change, Edit, FileName};
use crate::cli::context::{Context, Looking, Written};
use crate::cli::editor;
use crate::cli::failure::Failure;
use crate::store::outside::Scratch;
use crate::store::read::Extent;
use anyhow::Context as _;

/// Lets a person edit a file; a text with errors is not written, and kept so that no word is lost.
pub(crate) fn edit_file(
    context: &mut Context<'_, '_>,
    file: &FileName,
    sentence: &str,
) -> Result<Written<()>, Failure> {
    let folder = context.folder()?;
    let before = folder.text(file)?;
    let after = editor::edit(&context.invocation.variables, &before, ".toml")?;
    let outcome = context.change(&Extent::Program, Looking::Away, |_, _, _| {
        if folder.text(file)? != before {
            let message = "the file changed while you edited it; nothing was written".to_owned();
            return Err(crate::change::refusal::Refusal::Stale {
                message,
                hint: None,
            }
            .into());
        }
        let edits = if after == before {
            Vec::new()
        } else {
            vec![Edit::Rewrite {
                file: file.clone(),
                text: after.clone(),
            }]
        };
        Ok((
            (),
            Change {
                sentence: sentence.to_owned(),
                edits,
            },
        ))
    });
    if outcome.is_err() && after != before {
        let kept = Scratch::new(&after, ".toml")
            .and_then(Scratch::keep)
            .context("your text could not be kept");
        let path = kept.map_err(Failure::Outside)?;
        context.talk(&format!("your text is kept in {}\n", path.display()));
    }
    outcome
}
