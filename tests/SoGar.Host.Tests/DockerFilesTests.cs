namespace SoGar.Host.Tests;

public sealed class DockerFilesTests
{
    [Fact]
    public void Every_path_that_the_image_copies_is_there_and_let_through()
    {
        var let = Lines("cpu.Dockerfile.dockerignore").Where(line => line.StartsWith('!')).Select(line => line[1..]).ToHashSet();
        var copied = Lines("cpu.Dockerfile")
            .Where(line => line.StartsWith("COPY ", StringComparison.Ordinal) && !line.Contains("--from", StringComparison.Ordinal))
            .SelectMany(line => line.Split(' ')[1..^1])
            .ToHashSet();

        Assert.NotEmpty(copied);
        Assert.All(copied, path => Assert.True(Path.Exists(Path.Combine(Repository.Root, path)), path));
        Assert.Equal(copied.Order(), let.Order());
    }

    [Fact]
    public void The_image_builds_with_the_packages_that_the_launcher_installs()
    {
        var launcher = File.ReadAllText(Path.Combine(Repository.Root, "setup", "machine.sh"));
        var installed = string.Join(' ', Lines("cpu.Dockerfile")).Split(' ').Where(word => word.EndsWith("-dev", StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(installed);
        Assert.All(installed, package => Assert.Contains(package, launcher, StringComparison.Ordinal));
    }

    private static string[] Lines(string name) => File.ReadAllLines(Path.Combine(Repository.Root, "docker", name));
}
