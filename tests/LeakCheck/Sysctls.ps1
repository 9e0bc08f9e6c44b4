# Every readable value under /proc/sys/net, without what the kernel changes by itself.
$script:Volatile = @(
    '*/nf_conntrack_count'                      # how many there are, not a setting
    '*/netdev_rss_key', '*/tcp_fastopen_key'    # made up by the kernel on first use
    '*/tcp_available_*', '*/tcp_allowed_*'     # grow when a module is loaded
)

function Get-Sysctls {
    $values = @{}
    $everything = [System.IO.EnumerationOptions]::new()
    $everything.RecurseSubdirectories = $true
    foreach ($path in [System.IO.Directory]::EnumerateFiles('/proc/sys/net', '*', $everything)) {
        if (Test-Volatile $path) { continue }
        try { $values[$path] = [System.IO.File]::ReadAllText($path).TrimEnd() }
        catch [System.IO.IOException], [System.UnauthorizedAccessException] { }     # write-only, or not ours to read
    }
    $values
}

function Test-Volatile([string] $Path) {
    foreach ($pattern in $script:Volatile) { if ($Path -like $pattern) { return $true } }
    $false
}
