using SoGar.Actors.Stores;
using SoGar.Host.Wire;

namespace SoGar.Host.Cluster;

/// <summary>
/// How this node proves that it belongs to its cluster: certificates or a token from the environment or, where the store is a file of this machine, a token
/// in a file beside it that only this user can read. Nothing of it is ever logged.
/// </summary>
internal static class ClusterCredentials
{
    /// <summary>The shared token of a cluster.</summary>
    public const string TokenVariable = "SOGAR_CLUSTER_TOKEN";

    /// <summary>PEM files: this node's certificate, its key, and the authority of the cluster's certificates.</summary>
    public static readonly (string Certificate, string Key, string Authority) TlsVariables = ("SOGAR_TLS_CERTIFICATE", "SOGAR_TLS_KEY", "SOGAR_TLS_AUTHORITY");

    /// <summary>Finds them.</summary>
    /// <param name="store">Where the cluster's store is.</param>
    /// <param name="variable">Reads an environment variable.</param>
    /// <exception cref="WireConfigurationException">There are none, or they cannot be used.</exception>
    public static (WireToken? Token, WireCertificates? Certificates) Find(StoreLocation store, Func<string, string?> variable)
    {
        var certificates = Certificates(variable);
        var text = variable(TokenVariable);
        if (!string.IsNullOrEmpty(text)) return (new WireToken(text), certificates);
        if (certificates is not null) return (null, certificates);
        return store is StoreLocation.Sqlite file
            ? (new WireToken(TokenBeside(file.Path)), null)
            : throw new WireConfigurationException(
                $"the nodes of a cluster have to prove that they belong to it: set {TokenVariable} to the same text on all of them (openssl rand -hex 32 " +
                $"makes one), or give each a certificate by {TlsVariables.Certificate}, {TlsVariables.Key} and {TlsVariables.Authority}");
    }

    /// <summary>
    /// What node processes need in their environment beside what this process has: the password of a store that was named with one, and, where nothing else
    /// proves that they belong together, a token made for them alone.
    /// </summary>
    public static IReadOnlyDictionary<string, string> ForChildren(StoreLocation store, Func<string, string?> variable)
    {
        var secrets = new Dictionary<string, string>();
        if (store is not StoreLocation.Postgres server) return secrets;
        if (server.Password is { } password) secrets["PGPASSWORD"] = password;
        if (string.IsNullOrEmpty(variable(TokenVariable)) && string.IsNullOrEmpty(variable(TlsVariables.Certificate)))
            secrets[TokenVariable] = WireToken.Generate();
        return secrets;
    }

    private static WireCertificates? Certificates(Func<string, string?> variable)
    {
        var (certificate, key, authority) = (variable(TlsVariables.Certificate), variable(TlsVariables.Key), variable(TlsVariables.Authority));
        if (string.IsNullOrEmpty(certificate) && string.IsNullOrEmpty(key) && string.IsNullOrEmpty(authority)) return null;
        if (string.IsNullOrEmpty(certificate) || string.IsNullOrEmpty(key) || string.IsNullOrEmpty(authority))
            throw new WireConfigurationException($"certificates need all three of {TlsVariables.Certificate}, {TlsVariables.Key} and {TlsVariables.Authority}");
        return WireCertificates.Load(certificate, key, authority);
    }

    /// <summary>The token that all processes of this machine and user find beside their store; the first makes it.</summary>
    private static string TokenBeside(string store)
    {
        var path = store + ".token";
        var fresh = $"{path}.{Environment.ProcessId}";
        try
        {
            if (File.Exists(path)) return File.ReadAllText(path).Trim();
            var mine = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using (var file = new FileStream(fresh, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = mine }))
                file.Write(System.Text.Encoding.UTF8.GetBytes(WireToken.Generate()));
            // Whole or not at all: of several processes that start at once one wins, and all read what it wrote.
            try
            {
                File.Move(fresh, path, overwrite: false);
            }
            catch (IOException) when (File.Exists(path))
            {
                File.Delete(fresh);
            }

            return File.ReadAllText(path).Trim();
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new WireConfigurationException(
                $"the token of this machine's nodes cannot be kept in {path}: {refused.Message}; make its folder writable, or set {TokenVariable}", refused);
        }
    }
}
