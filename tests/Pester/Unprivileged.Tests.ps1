# What a user without privileges gets to read: one error a cmdlet, with the way out.
BeforeAll {
    . "$PSScriptRoot/shared/Errors.ps1"
    . "$PSScriptRoot/shared/Engines.ps1"
    $others = @(Get-NamespaceNames)
    New-NetNamespace lab
    New-NetBridge br01 -Namespace lab

    # A clone in somebody's home may be closed to others: then they get a copy of what was built.
    $readable = Get-UnprivilegedWords 'test', '-r', "$projectRoot/VethLab.psd1"
    & $readable[0] @($readable | Select-Object -Skip 1)
    if ($LASTEXITCODE -ne 0) {
        $copy = [System.IO.Directory]::CreateTempSubdirectory('VethLab-').FullName
        & chmod 755 $copy
        & cp -r "$projectRoot/vethlab" "$projectRoot/VethLab.psd1" "$projectRoot/bin" $copy
        & chmod -R a+rX $copy
        $projectRoot = $copy
        $given = $env:VETHLAB_MODULE
        if ($given) {
            & cp -r ([System.IO.Path]::GetDirectoryName($given)) "$copy/module"
            & chmod -R a+rX $copy
            $env:VETHLAB_MODULE = "$copy/module/VethLab.psd1"
        }
        $moduleManifest = if ($given) { $env:VETHLAB_MODULE } else { "$copy/VethLab.psd1" }
    }

    # Runs a command as nobody; returns "id|category|message|advice" of each error, "ok TEXT" of each output.
    function Get-UnprivilegedOutcome([string] $Command) {
        $script = "`$ErrorActionPreference = 'Continue'; & { $Command } 2>&1 | ForEach-Object { if (`$_ -is [System.Management.Automation.ErrorRecord]) { `"`$(`$_.FullyQualifiedErrorId)|`$(`$_.CategoryInfo.Category)|`$_|`$(`$_.ErrorDetails.RecommendedAction)`" } else { `"ok `$_`" } }"
        $process = Start-Words (Get-UnprivilegedWords (Get-ShellWords $script))
        $reading = $process.StandardError.ReadToEndAsync()
        $told = $process.StandardOutput.ReadToEnd()
        $process.WaitForExit()
        if ($process.ExitCode -ne 0) { throw "exit code $($process.ExitCode): $($reading.Result)" }
        $process.Dispose()
        $told.Split("`n") | Where-Object { $_ }
    }
}

AfterAll {
    Remove-NamespacesExcept $others
    if ($copy) { [System.IO.Directory]::Delete($copy, $true) }
    if ($given) { $env:VETHLAB_MODULE = $given }
}

Describe 'Without privileges' {
    It '<_> is refused with NotPermitted, says what to do, and changes nothing' -ForEach @(
        'New-NetNamespace ns01'
        'New-NetNamespace ns01 -DnsServer 10.0.0.53'
        'Remove-NetNamespace lab'
        'Invoke-NetNamespace lab { 1 }'
        'Invoke-NetNamespace lab -FilePath true'
        'New-NetBridge br02'
        'New-NetBridge br02 -Namespace lab'
        'New-VethPair v w'
        'Set-NetInterface lo -Down'
        'Get-NetInterface -Namespace lab'
    ) {
        $before = Get-NetworkPicture
        $own = [System.IO.File]::ReadAllText('/proc/thread-self/net/dev') -replace ':.*'
        $told = @(Get-UnprivilegedOutcome $_)
        $told | Should -HaveCount 1
        $told[0] | Should -BeLike 'NotPermitted,*|PermissionDenied|*|*./vethlab -Isolated*'
        Get-NetworkPicture | Should -Be $before
        [System.IO.File]::ReadAllText('/proc/thread-self/net/dev') -replace ':.*' | Should -Be $own
        [System.IO.Directory]::GetFiles('/run/netns') | Should -Not -Contain /run/netns/ns01
    }

    It 'names and here can be read: <_>' -ForEach @(
        '(Get-NetNamespace lab).Name'
        '(Get-NetInterface lo).Name'
        'Get-NetBridge; "nothing"'
        'Get-VethPair; "nothing"'
    ) {
        @(Get-UnprivilegedOutcome $_) | Should -BeIn 'ok lab', 'ok lo', 'ok nothing'
    }

    It 'bad input is told before the lack of privilege' {
        Get-UnprivilegedOutcome "New-NetBridge ('n' * 16)" | Should -BeLike 'InvalidName,*'
        Get-UnprivilegedOutcome 'New-NetNamespace lab' | Should -BeLike '*Exists,*|ResourceExists|*'
    }
}

Describe 'In a user namespace' {
    BeforeAll { $hadFolder = [System.IO.Directory]::Exists('/etc/netns') }

    It 'there is an /etc/netns of its own, <When>' -ForEach @(
        @{ When = 'where the machine has none'; Make = $false }
        @{ When = 'over the machine''s'; Make = $true }
    ) {
        if ([System.IO.File]::ReadAllLines('/proc/self/mountinfo') -match '^(\S+ ){4}/etc/(?!netns )') {
            Set-ItResult -Skipped -Because 'the kernel allows no overlay on an /etc in which something else is mounted, as in a container'
        }
        if ($make) { & mkdir -p /etc/netns/theirs; [System.IO.File]::WriteAllText('/etc/netns/theirs/resolv.conf', "nameserver 192.0.2.1`n") }
        try {
            $script = "(New-NetNamespace ns01 -DnsServer 10.0.0.53).DnsServer; (Invoke-NetNamespace ns01 -FilePath cat -ArgumentList /etc/resolv.conf)[-1]; @(& ip netns exec ns01 cat /etc/resolv.conf)[-1]; & stat -c %a /etc; Remove-NetNamespace ns01; & sh -c 'ls -A /etc/netns 2>&1'"
            $process = Start-Words (Get-UnprivilegedWords (@('unshare', '--map-root-user', '--net', '--mount') + (Get-ShellWords $script)))
            $errors = $process.StandardError.ReadToEndAsync()
            $said = $process.StandardOutput.ReadToEnd().Trim() -split "`n"
            $process.WaitForExit()
            $said[0..3] | Should -BeExactly '10.0.0.53', 'nameserver 10.0.0.53', 'nameserver 10.0.0.53', '755' -Because $errors.Result
            "$($said[4])" | Should -BeLike $(if ($make -or $hadFolder) { '' } else { '*No such file or directory' })
            if ($make) { [System.IO.File]::ReadAllText('/etc/netns/theirs/resolv.conf') | Should -BeExactly "nameserver 192.0.2.1`n" }
            else { [System.IO.Directory]::Exists('/etc/netns') | Should -Be $hadFolder }
        }
        finally { if ($make) { & rm -r /etc/netns/theirs; if (-not $hadFolder) { & rmdir /etc/netns } } }
    }
}
