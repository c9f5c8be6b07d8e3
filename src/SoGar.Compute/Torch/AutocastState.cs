using System.Runtime.InteropServices;

namespace SoGar.Compute.Torch;

/// <summary>Autocast of one device type as it was before a region (<c>sogar_autocast_state</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct AutocastState
{
    public const int SizeBytes = 16;

    public int DeviceType;
    public int Enabled;
    public int DType;
    public int Reserved;
}
