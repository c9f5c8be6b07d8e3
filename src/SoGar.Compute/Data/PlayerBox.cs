namespace SoGar.Compute.Data;

/// <summary>Where one person is seen in one frame: corners as shares of the frame's width and height, x to the right, y down.</summary>
/// <param name="Player">Number of the person within the clip, from 0; -1 where the data set does not say.</param>
/// <param name="Team">Number of the person's team, from 0; -1 where the data set does not say.</param>
/// <param name="X1">Left edge, between 0 and <paramref name="X2"/>.</param>
/// <param name="Y1">Upper edge, between 0 and <paramref name="Y2"/>.</param>
/// <param name="X2">Right edge, at most 1.</param>
/// <param name="Y2">Lower edge, at most 1.</param>
/// <param name="Action">Number of what the person does; -1 where the data set does not say.</param>
public readonly record struct PlayerBox(int Player, int Team, float X1, float Y1, float X2, float Y2, int Action = -1);
