# ./vethlab -Isolated: namespaces of its own, from which nothing reaches the machine.
BeforeAll { . "$PSScriptRoot/shared/Launcher.ps1" }

Describe '-Isolated' {
    It 'has a network and a mount namespace of its own' {
        $inside = (Invoke-Launcher '-Isolated', '-Command', '(Get-Item /proc/self/ns/net, /proc/self/ns/mnt).LinkTarget').Output
        $inside | Should -HaveCount 2
        $here = (Get-Item /proc/self/ns/net, /proc/self/ns/mnt).LinkTarget
        $inside[0] | Should -Not -Be $here[0]
        $inside[1] | Should -Not -Be $here[1]
    }

    It 'has nothing but loopback, which is up and answers' {
        $result = Invoke-Launcher '-Isolated', '-Command', "ip -brief link | ForEach-Object { (-split `$_)[0] }; ip -json link | ConvertFrom-Json | ForEach-Object { `$_.flags -contains 'UP' }; [System.IO.Directory]::GetDirectories('/sys/class/net').Count"
        $result.Errors | Should -BeNullOrEmpty
        $result.Output | Should -BeExactly 'lo', 'True', '1'
    }

    It 'has an empty /run/netns in which ip netns works, and of which nothing is left' {
        $before = @(ip netns list)
        $mounts = [System.IO.File]::ReadAllText('/proc/self/mountinfo')
        $name = "host-test-$PID"
        $result = Invoke-Launcher '-Isolated', '-Command', "ip netns list; ip netns add $name; ip netns list; ip netns exec $name ip -brief link | ForEach-Object { (-split `$_)[0] }; (Get-NetNamespace).Name"
        $result.Errors | Should -BeNullOrEmpty
        $result.Output | Should -BeExactly $name, 'lo', $name
        @(ip netns list) | Should -Be $before
        [System.IO.File]::ReadAllText('/proc/self/mountinfo') | Should -BeExactly $mounts
    }

    It 'tells scripts, and keeps its own message to itself' {
        (Invoke-Launcher '-Isolated', '-Command', '"$env:VETHLAB_ISOLATED$env:VETHLAB_RAISE_LOOPBACK"').Output | Should -BeExactly '1'
    }

    It 'passes script, arguments and exit code' {
        $script = "$TestDrive/script.ps1"
        [System.IO.File]::WriteAllText($script, 'param([switch] $OnHost, $Text) "$OnHost $Text"; exit 3')
        $result = Invoke-Launcher '-Isolated', $script, '-OnHost', '-Text', 'a  b'
        $result.Output | Should -BeExactly 'True a  b'
        $result.ExitCode | Should -Be 3
    }

    It 'names the sysctl that forbids it' {
        # A user namespace in which no other can be made, and a user in it who may do nothing else either.
        $process = Start-Words 'unshare', '--user', '--map-root-user', 'sh', '-c',
            'echo 0 > /proc/sys/user/max_user_namespaces && exec setpriv --bounding-set=-all --inh-caps=-all --no-new-privs "$0" -Isolated -Command 1', "$projectRoot/vethlab"
        try {
            $process.StandardInput.Close()
            $process.StandardError.ReadToEnd() | Should -BeLike '*user.max_user_namespaces is 0*'
            $process.WaitForExit()
            $process.ExitCode | Should -Be 1
        }
        finally { $process.Dispose() }
    }
}

Describe '-Isolated and /etc' {
    BeforeAll {
        # Runs words for sh, then the launcher with a command, in a mount namespace where /etc is a copy: this one may be an overlay on an overlay
        # already, and the kernel allows no third.
        function Invoke-Isolated([string] $Preparation, [string] $Command) {
            $copy = 'mount -t tmpfs tmpfs /run/netns && cp -a /etc /run/netns/etc && mount --bind /run/netns/etc /etc && umount -l /run/netns'
            $process = Start-Words @('unshare', '--mount', 'sh', '-c', "$copy && $Preparation && exec `"`$@`"", 'sh', "$projectRoot/vethlab", '-Isolated', '-Command', $Command)
            try {
                $process.StandardInput.Close()
                $errors = $process.StandardError.ReadToEndAsync()
                $output = $process.StandardOutput.ReadToEnd()
                $process.WaitForExit()
                $errors.Result | Should -BeNullOrEmpty
                $output.Split("`n") | Where-Object { $_ }
            }
            finally { $process.Dispose() }
        }
        $look = 'stat -c "%U %a" /etc; ls -A /etc/netns 2>/dev/null; mkdir -p /etc/netns/own; ls -A /etc/netns; head -n 1 /etc/passwd'
        $passwd = [System.IO.File]::ReadAllLines('/etc/passwd')[0]
    }

    It 'has an /etc/netns of its own, of which nothing is left' {
        Invoke-Isolated '{ rm -rf /etc/netns; "$@"; ls -d /etc/netns 2>&1; exit; }' "& sh -c '$look'" |
            Should -BeExactly 'root 755', own, $passwd, "ls: cannot access '/etc/netns': No such file or directory"
    }

    It 'takes what is written to other files' {
        Invoke-Isolated '{ "$@"; cat /etc/passwd; ls /etc/vethlab-probe 2>&1; exit; }' '& sh -c "echo changed > /etc/passwd; touch /etc/vethlab-probe; cat /etc/passwd; ls /etc/vethlab-probe"' |
            Should -BeExactly (@('changed', '/etc/vethlab-probe') + [System.IO.File]::ReadAllLines('/etc/passwd') + "ls: cannot access '/etc/vethlab-probe': No such file or directory")
    }

    It 'hides the machine''s' {
        Invoke-Isolated 'mkdir -p /etc/netns/theirs && { "$@"; ls /etc/netns; exit; }' "& sh -c '$look'" | Should -BeExactly 'root 755', own, $passwd, theirs
    }

    It 'shows what is mounted below /etc' {
        # As containers have their resolv.conf; with a space in a name, as mountinfo writes it.
        Invoke-Isolated 'mount -t tmpfs tmpfs /etc/ssl && mkdir "/etc/ssl/a b" && mount -t tmpfs tmpfs "/etc/ssl/a b" && echo "192.0.2.1 mounted" | tee /etc/ssl/hosts > "/etc/ssl/a b/c" && mount --bind /etc/ssl/hosts /etc/hosts' `
            "& sh -c 'cat /etc/hosts /etc/ssl/a*/c; mkdir -p /etc/netns; ls -d /etc/netns'" |
            Should -BeExactly '192.0.2.1 mounted', '192.0.2.1 mounted', /etc/netns
    }

    It 'cannot write /etc where the kernel allows no overlay on it, and -DnsServer says so' {
        # A user namespace may not uncover what was mounted there before.
        Invoke-Isolated 'rm -rf /etc/netns && mount -t tmpfs tmpfs /etc/ssl && exec unshare --user --map-root-user --mount sh -c "exec \"\$@\"" sh "$@"; true' `
            'try { New-NetNamespace ns01 -DnsServer 10.0.0.53 -ErrorAction Stop } catch { "$_" }; (Get-NetNamespace).Count; (New-NetNamespace ns02).Name; & sh -c "touch /etc/vethlab-probe 2>&1"' |
            ForEach-Object { $_ -replace '^Not permitted.*Read-only file system.*', 'refused' -replace '.*probe.*Read-only file system', 'refused too' } |
            Should -BeExactly refused, '0', ns02, 'refused too'
    }
}
