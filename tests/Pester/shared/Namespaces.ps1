# All named namespaces and what is in them, through iproute2's eyes. Dot-source it in BeforeAll.
. "$PSScriptRoot/Module.ps1"
. "$PSScriptRoot/Witnesses.ps1"

# The names that `ip netns list` shows, sorted.
function Get-NamespaceNames {
    $names = @(& ip netns list 2> $null | ForEach-Object { $_ -replace ' \(id: \d+\)$' })
    [array]::Sort($names, [System.StringComparer]::Ordinal)
    $names
}

# All that a cmdlet could change in all named namespaces, as text to compare.
function Get-NetworkPicture { Get-KernelState @(Get-NamespaceNames) }

# `ip -d -j link` in a namespace, as objects; of one link where a name is given, nothing where it is not there.
function Get-IPLink([string] $Namespace, [string] $Name) {
    $words = @('-n', $Namespace, '-d', '-j', 'link', 'show')
    if ($Name) { $words += 'dev', $Name }
    & ip @words 2> $null | ConvertFrom-Json
}

# The global addresses of an interface, as ADDRESS/LENGTH.
function Get-IPAddressText([string] $Namespace, [string] $Name) {
    & ip -n $Namespace -j address show dev $Name | ConvertFrom-Json | ForEach-Object addr_info |
        Where-Object scope -EQ 'global' | ForEach-Object { "$($_.local)/$($_.prefixlen)" }
}

# Removes all namespaces but those.
function Remove-NamespacesExcept([string[]] $Names) {
    # Files that are no namespace are not in ip's list.
    foreach ($path in [System.IO.Directory]::GetFiles('/run/netns')) {
        $name = [System.IO.Path]::GetFileName($path)
        if ($name -cnotin $Names) { Remove-NetNamespace $name -Force }
    }
}

# The namespace that the calling thread is in: net:[4026531840].
function Get-Here { [System.IO.FileInfo]::new('/proc/thread-self/ns/net').LinkTarget }

# The inode of a named namespace, as the kernel writes it: net:[4026532247].
function Get-NamespaceInode([string] $Name) { "net:[$((& stat -c %i "/run/netns/$Name"))]" }
