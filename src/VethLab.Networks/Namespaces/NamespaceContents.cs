using VethLab.Linux.Interop;

namespace VethLab.Networks.Namespaces;

/// <summary>What is in a namespace that somebody goes on holding when its name is gone.</summary>
internal static class NamespaceContents
{
    /// <summary>Deletes the links that can be, so that nothing of it is to be seen elsewhere.</summary>
    internal static void DeleteLinks(NamespaceSession session)
    {
        foreach (var link in session.Links.List().Where(link => link.Kind.Length > 0))
        {
            try
            {
                session.Links.Delete(link.Index);
            }
            catch (LinuxException)
            {
                // Gone with its peer already, or one that the kernel itself made there.
            }
        }
    }
}
