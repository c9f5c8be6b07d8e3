namespace SoGar.Compute.Tests.Data;

/// <summary>A folder for one test, and files in it.</summary>
internal sealed class Scratch : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sogar-data-");

    public string Root => Path.Combine(_folder.FullName, "root");

    public string Outside => Path.Combine(_folder.FullName, "outside");

    public Scratch()
    {
        Directory.CreateDirectory(Root);
        Directory.CreateDirectory(Outside);
    }

    /// <summary>Puts a file below the root and returns its full path.</summary>
    public string File(string name, string text = "")
    {
        var path = Path.Combine(Root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        System.IO.File.WriteAllText(path, text);
        return path;
    }

    /// <summary>Puts a file beside the root and returns its full path.</summary>
    public string FileOutside(string name)
    {
        var path = Path.Combine(Outside, name);
        System.IO.File.WriteAllText(path, "");
        return path;
    }

    /// <summary>Puts a link below the root.</summary>
    public void Link(string name, string target) => System.IO.File.CreateSymbolicLink(Path.Combine(Root, name), target);

    public void Dispose() => _folder.Delete(recursive: true);
}
