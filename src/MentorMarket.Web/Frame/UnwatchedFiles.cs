using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Primitives;

namespace MentorMarket.Web.Frame;

/// <summary>
/// The files of the web root. They change with the portal and not while it runs, so nobody watches them: the system gives a user few
/// watches.
/// </summary>
public sealed class UnwatchedFiles(IFileProvider files) : IFileProvider
{
    public IDirectoryContents GetDirectoryContents(string subpath) => files.GetDirectoryContents(subpath);

    public IFileInfo GetFileInfo(string subpath) => files.GetFileInfo(subpath);

    public IChangeToken Watch(string filter) => NullChangeToken.Singleton;
}
