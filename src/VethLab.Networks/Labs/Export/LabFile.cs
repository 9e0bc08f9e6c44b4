using System.Text;
using VethLab.Linux.Interop;
using VethLab.Networks.Errors;

namespace VethLab.Networks.Labs.Export;

/// <summary>A file that a lab is written to: it is there whole, or as it was before.</summary>
public static class LabFile
{
    private const UnixFileMode NewMode =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>Checks that a file may be written, before anything is.</summary>
    /// <returns>The path of what is written: where the path is a symbolic link, what that leads to.</returns>
    /// <exception cref="NetworkException">FileExists: it is there and may not be replaced; InvalidValue: it is no file, as a device.</exception>
    public static string Check(string path, bool replace)
    {
        var target = Refused(path, () => new FileInfo(path).LinkTarget is null ? path : File.ResolveLinkTarget(path, returnFinalTarget: true)!.FullName);
        if (!Path.Exists(target))
            return target;
        if (!FileIdentity.IsRegular(target))
            throw new NetworkException(NetworkError.InvalidValue, $"'{path}' is there and is no file.", path, "Name a file; without -Path the text goes down the pipeline.");
        return replace ? target : throw Exists(path);
    }

    /// <summary>Writes a text in UTF-8. A file that is replaced keeps its permissions.</summary>
    /// <exception cref="NetworkException">As <see cref="Check"/>; FileNotWritable.</exception>
    public static void Write(string path, string text, bool replace)
    {
        var target = Check(path, replace);
        Refused(path, () =>
        {
            var beside = Path.Combine(Path.GetDirectoryName(target)!, $".{Guid.NewGuid():n}.tmp");
            try
            {
                using (var file = new FileStream(beside, new FileStreamOptions
                {
                    Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = File.Exists(target) ? File.GetUnixFileMode(target) : NewMode,
                }))
                {
                    file.Write(Encoding.UTF8.GetBytes(text));
                    file.Flush(flushToDisk: true);
                }
                File.Move(beside, target, replace);
            }
            catch (IOException) when (!replace && Path.Exists(target))
            {
                // Somebody else was faster.
                throw Exists(path);
            }
            finally
            {
                File.Delete(beside);
            }
            return true;
        });
    }

    private static NetworkException Exists(string path) => new(
        NetworkError.FileExists, $"'{path}' exists already.", path, "Name another file, or say -Force to replace it.");

    private static T Refused<T>(string path, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new NetworkException(
                NetworkError.FileNotWritable, $"'{path}' cannot be written: {failure.Message.TrimEnd('.')}.", path, "Check that the folder exists, and its permissions.", failure);
        }
    }
}
