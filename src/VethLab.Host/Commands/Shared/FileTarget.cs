using System.Management.Automation;
using System.Text;

namespace VethLab.Host.Commands;

/// <summary>Opens the file that a command writes to, with pwsh's errors.</summary>
internal static class FileTarget
{
    /// <summary>How to write.</summary>
    internal sealed record Options(Encoding Encoding, bool Append, bool Force, bool NoClobber);

    /// <summary>Opens or makes the file.</summary>
    /// <exception cref="PipelineStoppedException">After a terminating error: no file system path, more than one match,
    /// the file exists (-NoClobber) or may not be written.</exception>
    internal static StreamWriter Open(PSCmdlet command, string path, bool literal, Options options)
    {
        var file = Resolve(command, path, literal);
        try
        {
            if (options.Force && File.Exists(file))
                File.SetAttributes(file, File.GetAttributes(file) & ~FileAttributes.ReadOnly);
            var mode = options.Append ? FileMode.Append : options.NoClobber ? FileMode.CreateNew : FileMode.Create;
            return new StreamWriter(new FileStream(file, mode, FileAccess.Write, FileShare.Read), options.Encoding);
        }
        catch (IOException) when (options.NoClobber && File.Exists(file))
        {
            var exists = new IOException($"The file '{file}' already exists.");
            command.ThrowTerminatingError(new ErrorRecord(exists, "NoClobber", ErrorCategory.ResourceExists, file));
            throw;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            command.ThrowTerminatingError(new ErrorRecord(failure, "FileOpenFailure", ErrorCategory.OpenError, null));
            throw;
        }
    }

    private static string Resolve(PSCmdlet command, string path, bool literal)
    {
        if (literal || !WildcardPattern.ContainsWildcardCharacters(path))
            return FileSystemPath(command, path);
        try
        {
            var found = command.GetResolvedProviderPathFromPSPath(path, out var provider);
            RequireFileSystem(command, path, provider);
            if (found.Count == 1)
                return found[0];
            var problem = new PSInvalidOperationException(
                $"Cannot perform operation because the wildcard path {path} did not resolve to a single file.");
            command.ThrowTerminatingError(
                new ErrorRecord(problem, "ReadWriteMultipleFilesNotSupported", ErrorCategory.InvalidArgument, path));
            throw problem;
        }
        catch (ItemNotFoundException)
        {
            return FileSystemPath(command, path);
        }
    }

    private static string FileSystemPath(PSCmdlet command, string path)
    {
        var file = command.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
        RequireFileSystem(command, path, provider);
        return file;
    }

    private static void RequireFileSystem(PSCmdlet command, string path, ProviderInfo provider)
    {
        if (provider.Name == "FileSystem")
            return;
        var problem = new PSInvalidOperationException($"Cannot open file because the current provider ({provider}) cannot open a file.");
        command.ThrowTerminatingError(new ErrorRecord(problem, "ReadWriteFileNotFileSystemProvider", ErrorCategory.InvalidArgument, path));
    }
}
