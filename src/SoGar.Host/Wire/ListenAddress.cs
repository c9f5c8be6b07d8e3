using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace SoGar.Host.Wire;

/// <summary>Where a node listens, as <c>--listen host:port</c> says it.</summary>
/// <param name="EndPoint">Bound to; port 0 takes a free one.</param>
/// <param name="AdvertisedHost">What peers are told.</param>
internal sealed record ListenAddress(IPEndPoint EndPoint, string AdvertisedHost)
{
    /// <summary>This machine alone, any free port.</summary>
    public const string Default = "127.0.0.1:0";

    /// <summary>Reads <c>host:port</c>; a host of 0.0.0.0 listens everywhere and tells peers this machine's first address.</summary>
    /// <exception cref="WireConfigurationException">It is no such thing.</exception>
    public static ListenAddress Parse(string text)
    {
        var colon = text.LastIndexOf(':');
        if (colon <= 0 || !int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port > IPEndPoint.MaxPort)
            throw new WireConfigurationException(
                $"'{text}' is no address to listen at; write host:port, for example 10.0.0.2:7401, or 0.0.0.0:7401 for all of this machine");
        var host = text[..colon].Trim('[', ']');
        var address = IPAddress.TryParse(host, out var literal) ? literal : Resolve(host);
        var isAny = address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);
        var told = isAny ? FirstOfThisMachine() : address;
        return new ListenAddress(new IPEndPoint(address, port), told.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{told}]" : $"{told}");
    }

    /// <inheritdoc/>
    public override string ToString() => EndPoint.ToString();

    private static IPAddress Resolve(string host)
    {
        try
        {
            return Dns.GetHostAddresses(host).OrderBy(address => address.AddressFamily).First();
        }
        catch (SocketException unknown)
        {
            throw new WireConfigurationException($"the host '{host}' in --listen is unknown here: {unknown.Message}", unknown);
        }
    }

    private static IPAddress FirstOfThisMachine() =>
        NetworkInterface.GetAllNetworkInterfaces()
            .Where(each => each.OperationalStatus == OperationalStatus.Up && each.NetworkInterfaceType != NetworkInterfaceType.Loopback)
            .SelectMany(each => each.GetIPProperties().UnicastAddresses)
            .Select(each => each.Address)
            .FirstOrDefault(address => address.AddressFamily == AddressFamily.InterNetwork)
        ?? IPAddress.Loopback;
}
