# Not permitted, for each reason there is: what is lacking is named, and the advice is the one that helps there.
BeforeAll {
    . "$PSScriptRoot/shared/Errors.ps1"
    . "$PSScriptRoot/shared/OtherSessions.ps1"
    $others = @(Get-NamespaceNames)
    New-NetNamespace lab
}

AfterAll { Remove-NamespacesExcept $others }

Describe 'NotPermitted' {
    It 'when <Because>' -ForEach @(
        @{
            Because = 'root lacks CAP_NET_ADMIN'; Through = 'setpriv', '--inh-caps=-net_admin', '--bounding-set=-net_admin'
            Do = 'New-NetBridge br01'; Target = 'br01'
            Says = '*EPERM*This process lacks CAP_NET_ADMIN.'; Advises = "*'docker run --cap-add NET_ADMIN'*"
        }
        @{
            Because = 'root lacks CAP_SYS_ADMIN'; Through = 'setpriv', '--inh-caps=-sys_admin', '--bounding-set=-sys_admin'
            Do = 'Get-NetInterface -Namespace lab'; Target = 'lab'
            Says = '*enter a network namespace*EPERM*This process lacks CAP_SYS_ADMIN.'; Advises = "*'docker run --cap-add SYS_ADMIN'*"
        }
        @{
            Because = 'root lacks CAP_NET_RAW'; Through = 'setpriv', '--inh-caps=-net_raw', '--bounding-set=-net_raw'
            Do = 'Watch-NetPacket lo -TimeoutSeconds 0'; Target = 'lo'
            Says = '*EPERM*This process lacks CAP_NET_RAW.'; Advises = "*'docker run --cap-add NET_RAW'*"
        }
        @{
            # The limit is that of a user namespace made for it; nothing outside changes.
            Because = 'user namespaces are forbidden by a sysctl'
            Through = 'unshare', '--user', '--map-root-user', '--net', '--mount', 'sh', '-c',
            'echo 0 > /proc/sys/user/max_user_namespaces; exec setpriv --inh-caps=-all --bounding-set=-all "$@"', 'sh'
            Do = 'New-NetBridge br01'; Target = 'br01'
            Says = '*lacks CAP_NET_ADMIN, CAP_SYS_ADMIN and CAP_NET_RAW, even in its user namespace.'
            Advises = "*forbidden here: sysctl user.max_user_namespaces is 0; 'sysctl -w user.max_user_namespaces=15000' as root allows it."
        }
        @{
            Because = 'the user namespace has no network of its own'; Through = 'unshare', '--user', '--map-root-user', '--mount'
            Do = 'New-NetBridge br01'; Target = 'br01'
            Says = '*capabilities in a user namespace only*'; Advises = "*--net --mount: 'unshare --map-root-user --net --mount pwsh'*"
        }
        @{
            Because = 'the user namespace has no mounts of its own'; Through = 'unshare', '--user', '--map-root-user', '--net'
            Do = 'New-NetNamespace ns01'; Target = 'ns01'
            Says = '*/run/netns belongs to the machine*'; Advises = "*'unshare --map-root-user --net --mount pwsh'*"
        }
        @{
            Because = 'the user namespace has no mounts of its own, and a name is to go'; Through = 'unshare', '--user', '--map-root-user', '--net'
            Do = 'Remove-NetNamespace lab'; Target = 'lab'
            Says = '*/run/netns belongs to the machine*'; Advises = "*'unshare --map-root-user --net --mount pwsh'*"
        }
        @{
            Because = '/proc/sys is read-only'
            Through = 'unshare', '--mount', 'sh', '-c', 'mount --bind /proc/sys /proc/sys && mount -o remount,ro,bind /proc/sys && exec "$@"', 'sh'
            Do = 'Enable-NetForwarding -Namespace lab -WarningAction SilentlyContinue'; Target = 'lab'
            Says = '*EROFS*mounted read-only, as /proc/sys is in most containers. Undone: *'; Advises = '*docker run --sysctl net.ipv4.ip_forward=1*'
        }
        @{
            Because = '/run/netns is read-only'; Through = 'unshare', '--mount', 'sh', '-c', 'mount -o remount,ro,bind /run/netns && exec "$@"', 'sh'
            Do = 'Remove-NetNamespace lab'; Target = 'lab'
            Says = '*EROFS*/run/netns cannot be written*'; Advises = "*'mount -t tmpfs tmpfs /run/netns'*"
        }
        @{
            # As a seccomp filter of a container does.
            Because = 'something else forbids it'
            Through = 'strace', '-f', '-qqq', '--seccomp-bpf', '-o', '/dev/null', '-e', 'trace=unshare', '-e', 'inject=unshare:error=EPERM'
            Do = 'New-NetNamespace ns01'; Target = 'ns01'
            Says = '*has all capabilities for it*security module or a seccomp filter*'; Advises = "*'docker run --privileged'*"
        }
    ) {
        $picture = Get-NetworkPicture
        $told = @(Invoke-Elsewhere $Through $Do)
        Get-NetworkPicture | Should -BeExactly $picture
        $told | Should -HaveCount 1 -Because "it said: $told"
        $told[0].Id | Should -BeLike 'NotPermitted,*' -Because "it said: $($told[0])"
        $told[0].Category | Should -BeExactly PermissionDenied
        $told[0].Target | Should -BeExactly $Target
        $told[0].Message | Should -BeLike $Says
        $told[0].Advice | Should -BeLike $Advises
    }

    It 'leaves the namespace under its name where the file cannot go' {
        $through = 'unshare', '--mount', 'sh', '-c', 'mount -o remount,ro,bind /run/netns && exec "$@"', 'sh'
        Invoke-Elsewhere $through 'Remove-NetNamespace lab -ErrorAction SilentlyContinue; (Get-NetNamespace lab).IsStale' | Should -BeExactly False
    }

    It 'is nothing that a read-only /run leads to, where a mount on it is permitted' {
        $through = 'unshare', '--mount', 'sh', '-c', 'mount -t tmpfs -o ro none /run && exec "$@"', 'sh'
        Invoke-Elsewhere $through '(New-NetNamespace ns01).Name' | Should -BeExactly ns01
    }

    It 'lets an ordinary user read what is here even where /run/netns is closed' {
        $through = 'unshare', '--mount', 'sh', '-c', 'mount -t tmpfs -o mode=0 none /run/netns && exec setpriv --inh-caps=-all --bounding-set=-all "$@"', 'sh'
        Invoke-Elsewhere $through '(Get-NetInterface lo).Name' | Should -BeExactly lo
    }
}

Describe 'A name whose namespace is mounted in another mount namespace' {
    BeforeAll {
        $process = Start-Words (@('unshare', '--mount', '--propagation', 'private') + (Get-ShellWords '$null = New-NetNamespace away; [Console]::WriteLine("ready"); $null = [Console]::ReadLine()'))
        $process.StandardOutput.ReadLine() | Should -BeExactly ready
    }

    AfterAll {
        $process.StandardInput.Close()
        $process.WaitForExit()
        $process.Dispose()
        Remove-NetNamespace away
    }

    It 'is stale here, and in use there: <_>' -ForEach 'Get-NetInterface -Namespace away', 'Remove-NetNamespace away', 'New-NetNamespace away' {
        Assert-Refused ([scriptblock]::Create($_)) -Id NamespaceStale -Category InvalidData -Target away -Message "*in the mount namespace of process $($process.Id) one is." -Advice '*in use there*'
        [System.IO.File]::Exists('/run/netns/away') | Should -BeTrue
    }
}
