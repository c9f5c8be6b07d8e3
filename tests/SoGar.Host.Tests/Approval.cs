using System.Runtime.CompilerServices;

namespace SoGar.Host.Tests;

/// <summary>
/// What people see is kept as approved text, so that a change to it is a plain diff. A text that differs is written beside the approved one
/// as <c>NAME.received.txt</c>; who wants it renames it to <c>NAME.txt</c>.
/// </summary>
internal static class Approval
{
    public static void Verify(string name, string text)
    {
        var approvedFile = Path.Combine(Folder(), $"{name}.txt");
        var receivedFile = Path.Combine(Folder(), $"{name}.received.txt");
        var received = text.ReplaceLineEndings("\n").TrimEnd('\n') + "\n";
        var approved = File.Exists(approvedFile) ? File.ReadAllText(approvedFile) : "";
        if (approved == received)
        {
            File.Delete(receivedFile);
            return;
        }

        File.WriteAllText(receivedFile, received);
        Assert.Fail($"{name} differs from what was approved. Compare with {receivedFile}:\n{received}");
    }

    private static string Folder([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "Approved");
}
