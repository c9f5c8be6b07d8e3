using SoGar.Compute.Exchange;
using SoGar.Compute.Methods;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Tests.Methods;

public sealed class SogarLayoutsTests
{
    [Fact]
    public void ViT_B_with_its_heads_has_the_published_numbers_of_parameters()
    {
        var layouts = Shards.Layouts(new Recipe());

        // methods.md, G.9.
        Assert.Equal(127_575_296, layouts.Student.Count);
        Assert.Equal(125_465_600, layouts.Teacher.Count);
    }

    [Fact]
    public void The_teacher_is_the_head_of_the_student()
    {
        var layouts = Shards.Layouts(Shards.Recipe);

        Assert.Equal(
            layouts.Student.Slots[..layouts.Teacher.Slots.Length].Select(slot => (slot.Name, slot.Offset, slot.Length)),
            layouts.Teacher.Slots.Select(slot => (slot.Name, slot.Offset, slot.Length)));
        Assert.All(layouts.Student.Slots[layouts.Teacher.Slots.Length..], slot => Assert.StartsWith("predictor.", slot.Name, StringComparison.Ordinal));
        Assert.Equal(layouts.TeacherRunning.Slots.Select(slot => slot.Offset), layouts.StudentRunning.Slots[..2].Select(slot => slot.Offset));
    }

    [Fact]
    public void Only_matrices_and_kernels_decay()
    {
        foreach (var slot in Shards.Layouts(Shards.Recipe).Student.Slots)
            Assert.Equal(slot.Shape.Length >= 2 && slot.Name.EndsWith(".weight", StringComparison.Ordinal), slot.Decays);
    }

    [Fact]
    public void Statistics_do_not_share_a_scale_with_gradients_or_with_each_other()
    {
        var layouts = Shards.Layouts(Shards.Recipe);
        var sections = new[] { layouts.Readings, layouts.SumOf("centre", SumKind.Mean).Section, layouts.Running };

        Assert.True(layouts.Readings.Offset >= layouts.Student.Length);
        Assert.All(sections, section => Assert.Equal(0, section.Offset % BlockScales.BlockLength));
        Assert.True(
            layouts.Readings.End <= layouts.SumOf("centre", SumKind.Mean).Section.Offset
                && layouts.SumOf("centre", SumKind.Mean).Section.End <= layouts.Running.Offset);
    }
}
