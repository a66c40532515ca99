"""The image of a page: its ink and rules, printed segments, signs; straightened, and back to the image as given."""
