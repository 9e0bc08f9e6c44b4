# What is there now, as the calling thread sees it: one list of texts per kind of thing, and the values of all sysctls.
function Get-NetworkState {
    @{
        'named namespace'             = @(Get-EntryNames /run/netns)
        'file for a namespace'        = @(Get-EntriesBelow /etc/netns)
        'link'                        = @(Get-LinkNames)
        'nf_tables table'             = @(Get-NfTables)
        'legacy iptables table'       = @(foreach ($family in 'ip', 'ip6') { Get-Lines "/proc/thread-self/net/${family}_tables_names" | ForEach-Object { "$family $_" } })
        'mount'                       = @(Get-Mounts)
        'descriptor of a namespace'   = @(Get-NamespaceDescriptors)
        'thread in another namespace' = @(Get-StrayThreads)
        'sysctl'                      = Get-Sysctls
    }
}

function Get-Lines([string] $Path) {
    try { [System.IO.File]::ReadAllLines($Path) } catch [System.IO.IOException], [System.UnauthorizedAccessException] { }
}

function Get-EntryNames([string] $Folder) {
    if ([System.IO.Directory]::Exists($Folder)) {
        foreach ($path in [System.IO.Directory]::GetFileSystemEntries($Folder)) { [System.IO.Path]::GetFileName($path) }
    }
}

# The folder itself and all that is below it.
function Get-EntriesBelow([string] $Folder) {
    if (-not [System.IO.Directory]::Exists($Folder)) { return }
    $Folder
    [System.IO.Directory]::GetFileSystemEntries($Folder, '*', 'AllDirectories')
}

# /proc/net would be the main thread's namespace.
function Get-LinkNames {
    Get-Lines /proc/thread-self/net/dev | Where-Object { $_.Contains(':') } | ForEach-Object { $_.Substring(0, $_.IndexOf(':')).Trim() }
}

# Nothing where nft is not installed or not permitted: whoever may not list tables cannot have made one here.
function Get-NfTables {
    $nft = Get-Command nft, /usr/sbin/nft -CommandType Application -ErrorAction Ignore
    if ($nft) { & @($nft)[0] list tables 2> $null | ForEach-Object { "$_" -replace '^table ' } }
}

# The shared mount of /run/netns itself is what `ip netns` leaves too, and a desktop's session mounts are not ours.
function Get-Mounts {
    foreach ($line in Get-Lines /proc/thread-self/mountinfo) {
        $fields = $line.Split(' ')
        $place = $fields[4]
        if ($place -in '/run/netns', '/var/run/netns' -or $place -match '^/run/(user|credentials|systemd)/') { continue }
        "$place ($($fields[[array]::IndexOf($fields, '-') + 1]))"
    }
}

# Namespace files have inode numbers from 0xF0000000 on (include/linux/proc_ns.h). Their names do not tell: one opened
# through its mount in /run/netns shows that path, and '/' once it is unmounted.
function Get-NamespaceDescriptors {
    [gc]::Collect()                     # a handle that the finaliser would still close is not a leak yet
    [gc]::WaitForPendingFinalizers()
    foreach ($path in [System.IO.Directory]::GetFileSystemEntries('/proc/self/fd')) {
        $target = Get-LinkTarget $path
        if ($target -like 'net:*') { $target }
        elseif ($target -match '^/(?!proc/|sys/|dev/)' -and "$(Get-Lines $path.Replace('/fd/', '/fdinfo/'))" -match 'ino:\s*(\d+)' -and [long] $Matches[1] -ge 0xF0000000L) {
            "net:[$($Matches[1])]"
        }
    }
}

function Get-StrayThreads {
    $own = Get-LinkTarget /proc/thread-self/ns/net
    foreach ($task in [System.IO.Directory]::GetDirectories('/proc/self/task')) {
        $namespace = Get-LinkTarget "$task/ns/net"
        if ($namespace -and $namespace -ne $own) { $namespace }
    }
}

function Get-LinkTarget([string] $Path) {
    try { [System.IO.FileInfo]::new($Path).LinkTarget } catch [System.IO.IOException], [System.UnauthorizedAccessException] { }
}
