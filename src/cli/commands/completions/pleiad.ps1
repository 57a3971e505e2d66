# Completions of pleiad for PowerShell: pleiad itself says what may come next, from the program at hand.
Register-ArgumentCompleter -Native -CommandName pleiad -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $words = @($commandAst.CommandElements |
        Where-Object { $_.Extent.StartOffset -lt $cursorPosition } |
        ForEach-Object { $_.ToString().Trim('"', "'") })
    $at = if ($wordToComplete -eq '') { $words.Count } else { $words.Count - 1 }
    $lines = @(pleiad __complete powershell --at $at '--' @words 2>$null)
    $beside = $lines | Select-Object -Last 1
    $lines | Select-Object -SkipLast 1 | ForEach-Object {
        $value, $about = $_ -split "`t", 2
        $typed = if ($value -match '^[\w\-./=+@%]+$') { $value } else { "'" + $value.Replace("'", "''") + "'" }
        if (-not $about) { $about = $value }
        [System.Management.Automation.CompletionResult]::new($typed, $value, 'ParameterValue', $about)
    }
    if ($beside -in ':files', ':folders') {
        [System.Management.Automation.CompletionCompleters]::CompleteFilename($wordToComplete)
    }
}
