# Completion of eo-tracker in PowerShell. The program is asked what the word before the cursor may become.
# It answers with the kind of its proposals, and then one proposal a line: the word, a tab, what it is.

Register-ArgumentCompleter -Native -CommandName 'eo-tracker', 'eot' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    # The command ends where its last word does: the spaces between it and the cursor are not in it.
    $line = $commandAst.ToString()
    $before = $cursorPosition - $commandAst.Extent.StartOffset
    $line = if ($before -gt $line.Length) { $line + ' ' } else { $line.Substring(0, $before) }

    $encoding = [Console]::OutputEncoding
    $Env:_EO_TRACKER_COMPLETE = 'powershell'
    $Env:_EO_TRACKER_LINE = $line
    try {
        [Console]::OutputEncoding = [System.Text.Encoding]::UTF8
        # For files and folders nothing is proposed, and PowerShell proposes its own.
        & $commandAst.GetCommandName() 2>$null | Select-Object -Skip 1 | ForEach-Object {
            $value, $help = $_ -split "`t", 2
            if (-not $help) { $help = $value }
            [System.Management.Automation.CompletionResult]::new($value, $value, 'ParameterValue', $help)
        }
    } finally {
        [Console]::OutputEncoding = $encoding
        Remove-Item Env:_EO_TRACKER_COMPLETE, Env:_EO_TRACKER_LINE
    }
}
