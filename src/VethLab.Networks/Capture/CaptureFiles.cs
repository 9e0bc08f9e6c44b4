using VethLab.Linux.Packets;
using VethLab.Networks.Errors;

namespace VethLab.Networks.Capture;

/// <summary>What can be wrong with files of packets.</summary>
public static class CaptureFiles
{
    /// <summary>What .NET says with an IOException where there is such a file already: EEXIST.</summary>
    private const int FileIsThere = 17;

    /// <summary>Opens a file of packets.</summary>
    /// <exception cref="NetworkException">FileNotReadable; CaptureFileInvalid: it holds no packets.</exception>
    public static CaptureFileReader Open(string path) => Read(path, () => CaptureFileReader.Open(path));

    /// <summary>Reads from a file.</summary>
    /// <exception cref="NetworkException">FileNotReadable; CaptureFileInvalid: it is damaged.</exception>
    public static T Read<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (InvalidDataException damage)
        {
            throw new NetworkException(
                NetworkError.CaptureFileInvalid, $"'{path}' is no file of packets, or is damaged: {damage.Message}.", path,
                "pcap and pcapng can be read, as tcpdump and Wireshark write them, compressed by gzip or not.", damage);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new NetworkException(
                NetworkError.FileNotReadable, $"'{path}' cannot be read: {failure.Message.TrimEnd('.')}.", path, "Check that it is there, and its permissions.", failure);
        }
    }

    /// <summary>Makes a file.</summary>
    /// <exception cref="NetworkException">FileExists, FileNotWritable.</exception>
    public static T Make<T>(string path, Func<T> make)
    {
        try
        {
            return make();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw CannotWrite(path, failure);
        }
    }

    internal static NetworkException CannotWrite(string path, Exception failure) => failure is IOException { HResult: FileIsThere }
        ? new NetworkException(NetworkError.FileExists, $"'{path}' exists already.", path, "Name another file, or say -Force to replace it.", failure)
        : new NetworkException(
            NetworkError.FileNotWritable, $"'{path}' cannot be written: {failure.Message.TrimEnd('.')}.", path, "Check that the folder exists, its permissions, and that there is space left.", failure);
}
