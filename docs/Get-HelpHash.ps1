# Returns the SHA-256 of all pages in docs/help, by their names and text whatever the line ends. The MAML in en-US carries
# the one it was built from, so that a test can tell when it is out of date.
$text = [System.Text.StringBuilder]::new()
$files = [System.IO.Directory]::GetFiles("$PSScriptRoot/help", '*.md')
[array]::Sort($files, [System.StringComparer]::Ordinal)
foreach ($file in $files) {
    $null = $text.Append([System.IO.Path]::GetFileName($file)).Append("`n").Append([System.IO.File]::ReadAllText($file).Replace("`r`n", "`n"))
}
[System.Convert]::ToHexString([System.Security.Cryptography.SHA256]::HashData([System.Text.Encoding]::UTF8.GetBytes($text.ToString())))
