# Who builds and removes the star of N namespaces (bench/Floor/star.h), and how: programs are built here where there are the compilers for them.
# A contender is a hashtable of Name, Build and Remove (script blocks that take N and do it) and Most, the largest N it is asked for in every run.
Import-Module $PSScriptRoot/Measure.psm1

# Runs a program; throws where it fails. Returns what it wrote.
function Invoke-Words([string[]] $Words) {
    $start = [System.Diagnostics.ProcessStartInfo]::new($Words[0])
    foreach ($word in $Words[1..$Words.Count]) { if ($null -ne $word) { $start.ArgumentList.Add($word) } }
    $start.RedirectStandardOutput = $start.RedirectStandardError = $true
    $start.Environment['VETHLAB_SKIP_BUILD'] = '1'
    $process = [System.Diagnostics.Process]::Start($start)
    $errors = $process.StandardError.ReadToEndAsync()
    $output = $process.StandardOutput.ReadToEnd()
    $process.WaitForExit()
    $exitCode = $process.ExitCode
    $process.Dispose()
    if ($exitCode -ne 0) { throw "$Words failed: $($errors.Result)" }
    $output
}

function Test-Program([string] $Name) { [bool] (Get-Command $Name -CommandType Application -ErrorAction Ignore) }

# Debian's Python, which Debian's packages are for; another may come first on the PATH.
function Test-PythonModule([string] $Name) { [System.IO.Directory]::Exists("/usr/lib/python3/dist-packages/$Name") }

# "gcc 4:12.2.0, iproute2 6.1.0": what Debian's packages say, of those that are installed.
function Get-PackageVersion([string[]] $Package) {
    if (-not (Test-Program dpkg-query)) { return 'not known' }
    $lines = & dpkg-query -W -f '${db:Status-Abbrev}${Package} ${Version}\n' $Package 2>$null
    @($lines -like 'ii *' | ForEach-Object { $_.Substring(3).Trim() }) -join ', '
}

# The address of namespace number N, from 1.
function Get-StarAddress([int] $Number) { "10.88.$([Math]::Floor($Number / 250)).$($Number % 250 + 2)" }

# Builds the floor's program into a folder; returns its path, or nothing where there is no compiler.
function New-Floor([string] $Folder) {
    if (-not (Test-Program gcc)) { return }
    $null = Invoke-Words (@('gcc', '-O2', '-pthread', '-o', "$Folder/floor") + [System.IO.Directory]::GetFiles("$PSScriptRoot/Floor", '*.c'))
    "$Folder/floor"
}

# Go's netlink library is Debian's, so nothing is downloaded.
function New-GoStar([string] $Folder) {
    if (-not (Test-Program go) -or -not [System.IO.Directory]::Exists('/usr/share/gocode/src/github.com/vishvananda/netlink')) { return }
    $null = Invoke-Words 'env', 'GO111MODULE=off', 'GOPATH=/usr/share/gocode', "GOCACHE=$Folder/cache", 'go', 'build', '-o', "$Folder/gostar", "$PSScriptRoot/Contenders/star.go"
    "$Folder/gostar"
}

function New-ProgramContender([string] $Name, [string[]] $Words, [int] $Most, [string[]] $More) {
    @{
        Name   = $Name
        Most   = $Most
        Build  = { param($count) $null = Invoke-Words ($Words + 'build', "$count" + $More) }.GetNewClosure()
        Remove = { param($count) $null = Invoke-Words ($Words + 'remove', "$count" + $More) }.GetNewClosure()
    }
}

# The floor's ways, with one of its verbs to build; none where there is no compiler.
function Get-FloorContender([string] $Folder, [string] $Building) {
    $floor = New-Floor $Folder
    if (-not $floor) { return }
    foreach ($way in @{ Name = 'floor, namespaces unmounted'; Verb = 'unmount' }, @{ Name = 'floor, links deleted by their group'; Verb = 'group' }) {
        $verb = $way.Verb
        @{
            Name   = $way.Name
            Most   = 1000
            Build  = { param($count) $null = Invoke-Words $floor, $Building, "$count" }.GetNewClosure()
            Remove = { param($count) $null = Invoke-Words $floor, $verb, "$count" }.GetNewClosure()
        }
    }
}

# New-VethLab in this session.
function Get-LabContender([string] $Name, [string] $Placement, [string[]] $Subnet) {
    @{
        Name   = $Name
        Most   = 1000
        Build  = { param($count) $null = New-VethLab star -Subnet $Subnet -Count $count -NamespacePrefix s -Placement $Placement }.GetNewClosure()
        Remove = { param($count) Remove-VethLab star }
    }
}

# All that can be had here, the floor and VethLab first.
function Get-Contender([string] $Folder) {
    Get-FloorContender $Folder 'build4'
    Get-LabContender 'VethLab' 'Host' '10.88.0.0/16'
    Get-LabContender 'VethLab, in a namespace of its own' 'Namespace' '10.88.0.0/16'
    $go = New-GoStar $Folder
    if ($go) { New-ProgramContender 'Go, vishvananda/netlink' $go 1000 }
    if (Test-Program ip) { New-ProgramContender '`ip -batch`' 'sh', "$PSScriptRoot/Contenders/batch.sh" 1000 }
    if (Test-PythonModule pyroute2) { New-ProgramContender 'pyroute2' '/usr/bin/python3', "$PSScriptRoot/Contenders/star_pyroute2.py" 100 }
    if (Test-Program ip) {
        New-ProgramContender 'shell, `ip -n`' 'sh', "$PSScriptRoot/Contenders/shell.sh" 100
        New-ProgramContender 'shell, as the tutorial does' 'sh', "$PSScriptRoot/Contenders/shell.sh" 100 tutorial
    }
    # It keeps its hosts in one process, which builds and removes, and says how long each took.
    if (Test-PythonModule mininet) { @{ Name = 'mininet'; Most = 100; Both = { param($count) [double[]] (Invoke-Words '/usr/bin/python3', "$PSScriptRoot/Contenders/star_mininet.py", "$count").Trim().Split(' ') } } }
}

# Waits until the kernel has ended all namespaces that have lost their last holder: it does so in their order, and this one's link is to be seen here. What it frees
# behind that, in its own time, made whoever came next up to half slower; so it has some.
function Wait-Kernel {
    foreach ($words in 'netns add probe', 'link add probe0 type veth peer name probe1 netns probe', 'netns del probe') { $null = Invoke-Words (@('ip') + $words.Split(' ')) }
    while ([System.IO.Directory]::Exists('/sys/class/net/probe0')) { [System.Threading.Thread]::Sleep(1) }
    [System.Threading.Thread]::Sleep(500)
}

# The milliseconds that a script block takes.
function Measure-Block([scriptblock] $Block, $Argument) {
    $clock = [System.Diagnostics.Stopwatch]::StartNew()
    $null = & $Block $Argument
    $clock.Elapsed.TotalMilliseconds
}

# Builds and removes once; throws unless the first ping there is, of the last from the first namespace, gets its answer. What it built is looked at, where
# somebody wants to, with the names of the first and the last namespace.
function Measure-Contender([hashtable] $Contender, [int] $Count, [scriptblock] $Look) {
    # What others have left over is not this one's.
    Wait-Kernel
    [System.GC]::Collect()
    if ($Contender.Both) {
        $built, $removed = & $Contender.Both $Count
    }
    else {
        $built = Measure-Block $Contender.Build $Count
        # Numbers may have leading zeros.
        $spaces = @([System.IO.Directory]::GetFiles('/run/netns', 's*') | ForEach-Object { [System.IO.Path]::GetFileName($_) } | Where-Object { $_ -match '^s\d+$' } | Sort-Object { [int] $_.Substring(1) })
        $addresses = (Invoke-Words 'ip', '-n', $spaces[-1], '-4', '-br', 'addr', 'show', 'eth0') -split '\s+'
        $null = Invoke-Words 'ip', 'netns', 'exec', $spaces[0], 'ping', '-c', '1', '-W', '2', $addresses[2].Split('/')[0]
        if ($Look) { & $Look $spaces[0] $spaces[-1] }
        $removed = Measure-Block $Contender.Remove $Count
    }
    [pscustomobject]@{ Name = $Contender.Name; Count = $Count; Building = $built; Removing = $removed }
}

Export-ModuleMember -Function Invoke-Words, Get-PackageVersion, Test-Program, Get-StarAddress, New-Floor, New-GoStar, Get-FloorContender, Get-LabContender, Get-Contender, Wait-Kernel, Measure-Block, Measure-Contender
