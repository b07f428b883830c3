"""Which words are first names, so that another child's name can be seen in a plan?"""

from qa.checks.words import listed

# Common first names of children in England, from many languages. A name that is not here is only seen where the
# sentence shows that a child is meant.
NAMES = listed(
    """
    Aaliyah Aarav Aaron Abbie Abby Abdul Abdullah Abel Abigail Abu Ada Adam Adele Adil Aditi Aditya Adrian Afia
    Agnes Ahmad Ahmed Aidan Aiden Aimee Aisha Aishah Ajay Alan Alana Albert Albie Alejandro Aleksander Alesha
    Alex Alexa Alexander Alexandra Alexia Alfie Alfred Ali Alice Alicia Alina Alisha Alison Alistair Aliyah
    Aliza Alma Amaan Amal Aman Amanda Amara Amari Amber Amelia Amelie Amina Aminah Amir Amira Amirah Amit Amy
    Ana Anastasia Anaya Andre Andrea Andrew Aneesa Angela Angus Anika Anisa Anita Aniya Anna Annabel Annabelle
    Anne Annie Anthony Anton Antonia Anya Aoife Archer Archie Aria Ariana Arianna Arjun Arlo Armaan Arnav Arthur
    Arun Arya Asad Asha Asher Ashleigh Ashley Ashton Asif Asma Astrid Athena Aubrey Audrey Augustus Aurelia
    Aurora Austin Ava Avery Axel Aya Ayaan Ayan Ayesha Ayla Ayo Ayub Azaan Bartosz Beatrice Beatrix Bella Ben
    Benedict Benjamin Bertie Beth Bethan Bethany Betty Bilal Billie Billy Blake Bobby Bodhi Bonnie Bradley
    Brandon Brayden Brendan Brian Briony Brodie Brody Bronte Brooke Bruno Bryony Caitlin Caleb Callie Callum
    Calum Calvin Cameron Camila Camilla Cara Carl Carla Carlos Carly Carmen Caroline Carrie Carter Casey Casper
    Cassidy Cassius Catherine Cecilia Cerys Chantelle Charles Charley Charlie Charlotte Chelsea Cherry Chiara
    Chidi Chike Chloe Chris Christian Christina Christopher Ciara Ciaran Clara Claudia Clementine Cleo Clive
    Cody Cole Colin Connie Connor Conor Cora Coral Corey Cormac Courtney Craig Curtis Cyrus Daisy Dale Dan Dana
    Daniel Daniela Danielle Danny Dante Darcey Darcy Daria Darius Darren Dave David Dawid Dean Declan Deepa
    Delilah Demi Denis Dennis Destiny Devon Dexter Diana Diego Dilan Dina Dmitri Dominic Dominik Donna Dora
    Dorothy Dougie Douglas Duncan Dylan Ebony Eden Edie Edison Edith Edward Edwin Efe Ehsan Eileen Eilidh
    Eleanor Elena Eleni Eli Elias Elijah Elin Eliot Elisa Elise Elisha Eliza Elizabeth Ella Ellen Ellie Elliot
    Elliott Ellis Elodie Eloise Elouise Elsie Elspeth Elton Elwood Emeka Emil Emilia Emilie Emily Emma Emmanuel
    Emmie Emre Enzo Eric Erica Erik Erin Esmae Esme Esmé Esther Ethan Euan Eva Evan Evangeline Eve Evelyn Evie
    Ewan Ezekiel Ezra Fahad Faisal Farah Farhan Fatima Fatimah Faye Felicity Felix Femi Fern Finlay Finley Finn
    Fiona Fleur Flora Florence Florrie Flynn Fox Fran Frances Francesca Francis Francisco Frank Frankie Fraser
    Fred Freda Freddie Freddy Frederick Freya Frida Gabriel Gabriela Gabriella Gabrielle Gareth Gary Gavin Gemma
    Genevieve Geoffrey George Georgia Georgie Georgina Gethin Gianna Gideon Gina Giovanni Giulia Gloria Gracie
    Graham Greta Gulsum Gurpreet Gus Gwen Habib Hadi Hafsa Haider Hallie Hamish Hamza Hana Hanna Hannah Haris
    Harleen Harley Harold Haroon Harper Harpreet Harriet Harris Harrison Harry Haruto Harvey Hasan Hassan Hattie
    Haya Hayden Haydn Hayley Heath Hector Heidi Helen Helena Henrietta Henry Hetty Hiba Hira Holly Howard Hubert
    Hudson Hugh Hugo Humza Hussain Hussein Iain Ian Ibrahim Ida Idris Ifeoma Ikram Ilyas Iman Imani Imogen Imran
    Ina Inaya India Indie Indigo Ines Inez Ingrid Iona Ira Irene Irfan Irina Iris Isaac Isabel Isabella Isabelle
    Isaiah Isha Ishaan Isla Ismail Isobel Isra Ivan Ivo Ivy Izaan Izabella Jack Jackson Jacob Jacqueline Jad
    Jade Jaden Jagoda Jai Jaime Jake Jakub Jamal James Jamie Jamila Jan Jana Jane Janet Jannah Jared Jasmin
    Jasmine Jason Jasper Javier Jax Jaxon Jay Jaya Jayden Jean Jeevan Jemima Jemma Jenna Jennifer Jenny Jeremiah
    Jeremy Jess Jessica Jessie Jibril Jill Jim Jimmy Joan Joanna Joanne Jodie Joe Joel Joey Johan John Johnny
    Jonah Jonas Jonathan Jonny Jordan Jorge Josef Joseph Josephine Josh Joshua Josiah Josie Juan Judah Jude
    Judith Julia Julian Juliana Julie Juliet Juliette Junaid June Juno Justin Kacper Kai Kaiden Kairo Kaitlyn
    Kaleb Kamal Kamil Kara Kareem Karen Karim Karina Karl Kasia Kasper Kate Katelyn Katherine Kathryn Katie Katy
    Kayden Kaylee Kayleigh Keira Keith Kelly Kelsey Ken Kenji Kenny Kenzo Keon Kevin Khadija Khalid Kian Kiera
    Kieran Kim Kimberley Kiran Kirsty Kit Kitty Kobe Kobi Kofi Kojo Kris Krish Krishna Kristian Kuba Kwame Kyle
    Kylie Kyra Kyran Lacey Laila Lana Lara Laura Lauren Laurence Laurie Layla Layth Lea Leah Leander Leanne Lee
    Leela Leena Leia Leighton Leila Lena Lenny Leo Leon Leona Leonard Leonardo Leonie Leonora Leroy Leslie Levi
    Lewis Lexi Lexie Leyla Lia Liam Liana Libby Lila Lilian Lillian Lillie Lily Lina Linda Lindsay Lisa Livia
    Liz Lizzie Logan Lois Lola Lorcan Lorenzo Lorna Lotte Lottie Lou Louie Louis Louisa Louise Luca Lucas Lucia
    Lucian Lucie Lucinda Lucy Luella Luis Luka Lukas Lukasz Luke Lulu Luna Luqman Lydia Lyla Lyra Mabel Macey
    Mackenzie Maddie Maddison Madeleine Madeline Madiha Madison Mae Maeve Magda Magdalena Maggie Mahdi Maheen
    Mahir Mahnoor Maia Maira Maisie Maja Malachi Malaika Malak Malia Malik Mandeep Manny Manuel Mara Marcel
    Marcella Marco Marcus Mared Margaret Margot Maria Mariah Mariam Marina Marissa Marla Marley Marlowe Marnie
    Marshall Martha Martin Martina Marvin Mary Maryam Mason Mateo Mateusz Matilda Matteo Matthew Matthias Mattie
    Maura Maurice Maverick Max Maximilian Maximus Maxwell Maya Meera Megan Mehdi Mehmet Mei Melanie Melissa
    Mercedes Mia Micah Michael Michaela Michal Michelle Miguel Mikael Mikayla Mikey Mila Milan Milana Mileena
    Miles Miley Millie Milly Milo Mina Minnie Mira Miriam Misha Mitchell Mohamed Mohammad Mohammed Moira Mollie
    Molly Mona Monica Monika Montgomery Morgan Moses Muhammad Musa Mustafa Mya Myla Myles Myra Nabil Nadia
    Nadine Naomi Natalia Natalie Natasha Nate Nathan Nathaniel Naveed Nayla Neave Ned Neha Neil Nell Nellie Nia
    Niall Niamh Nicholas Nick Nico Nicola Nicolas Nicole Nikhil Nikita Nikola Nikolai Nila Nina Nisha Noah Noel
    Nora Norah Norman Nour Nuala Nusaybah Obi Oisin Ola Olga Olive Oliver Olivia Ollie Olly Oluwaseun Omar Omari
    Oona Opal Ophelia Oran Orla Orlando Orson Oscar Osian Osman Otis Ottilie Otto Owain Owen Pablo Paddy Paige
    Paisley Paloma Parker Patricia Patrick Patryk Paul Paula Pauline Pearl Pedro Peggy Penelope Penny Percy
    Perla Peter Petra Philip Philippa Phillip Phillipa Phoebe Phoenix Piotr Pippa Pixie Polly Poppy Prisha Priya
    Quentin Quinn Rachel Rae Rafael Rafferty Rafi Raheem Rahim Rahul Raihan Raj Rajan Raleigh Ralph Ramona Rana
    Rania Raphael Rashid Raul Ravi Raya Rayan Raymond Rayyan Rebecca Rebekah Reece Reed Reef Reegan Reggie Rehan
    Reid Remi Remy Ren Rene Reuben Rex Reya Rhea Rhian Rhianna Rhiannon Rhodri Rhys Ria Rian Ricardo Richard
    Ricky Riley Rita River Riya Rob Robbie Robert Roberta Robin Robyn Rocco Rocky Rohan Rohit Roman Romeo Romy
    Ronan Ronnie Rory Rosa Rosalie Rosalind Rosanna Rosie Ross Rowan Roxanne Roy Ruben Ruby Rudy Rufus Rumaysa
    Rupert Russell Ruth Ryan Ryder Rylan Saanvi Sabrina Sade Sadia Safa Saffron Safiya Safiyah Sahara Sahil Said
    Sajid Salim Sally Salma Salman Sam Samaira Samantha Sami Samina Samir Samira Samson Samuel Sana Sandra Sandy
    Sanjay Saoirse Saphia Sara Sarah Sasha Saskia Sean Sebastian Selena Selina Serena Seth Seun Shabnam Shane
    Shania Shannon Sharon Shaun Shauna Shawn Shay Shayla Shea Sheila Shelby Shirin Shivam Shona Shreya Sian Sid
    Sidney Siena Sienna Silas Simon Simone Simran Sinead Siobhan Siân Skye Skyla Skyler Sofia Sofie Soham Sonia
    Sonny Sophia Sophie Soraya Spencer Stan Stanley Stefan Stella Stephanie Stephen Steve Steven Stuart Sukhdeep
    Suki Sulaiman Suleiman Sumaya Summaya Susan Susanna Susie Suzanne Sydney Sylvia Sylvie Tabitha Taha Tahir
    Talia Tallulah Tamara Tamsin Tania Tanisha Tanya Tara Tariq Tasha Tasnim Tate Tatiana Tayla Taylor Ted Teddy
    Tegan Teo Teresa Tess Tessa Thalia Thea Theo Theodora Theodore Theresa Thiago Thomas Tia Tiana Tiffany Tilda
    Tilly Tim Timothy Tina Tobi Tobias Toby Tom Tomas Tomasz Tommy Toni Tony Travis Trinity Tristan Troy Tyler
    Tyra Tyrese Tyrone Uma Umar Umer Una Ursula Usman Uthman Valentina Valerie Vanessa Vera Veronica Victor
    Victoria Vihaan Vikram Viktor Vince Vincent Violet Violeta Vivian Vivienne Vlad Wade Walter Warren Wasim
    Wayne Wesley Wilbur Wilf Wilfred Willa William Willow Wojciech Wren Wyatt Xander Xavier Xiang Yahya Yakub
    Yara Yaseen Yash Yasin Yasmin Yasmine Younes Youssef Yousuf Yuki Yuri Yusra Yusuf Yuvraj Yvette Yvonne Zac
    Zachariah Zachary Zack Zadie Zahid Zahir Zahra Zain Zainab Zaine Zak Zakariya Zakir Zane Zara Zarah Zayaan
    Zayn Zaynab Zeeshan Zelda Zeph Zeynep Zia Zion Zoe Zofia Zohra Zola Zosia Zubair Zuri Zuzanna
    """
)

# First names that are also plain words, months or places: only with a sign that a person is meant.
ALSO_WORDS = listed(
    """
    Al Ali Alice Amber Angel April Archer Art August Austin Autumn Bea Bear Bill Bo Brook Brooke Buddy Carter
    Chance Charlotte Chase Chelsea Cherry Christian Cliff Cooper Coral Daisy Dale Dawn Dean Destiny Devon Di
    Drew Duke Earl Eden Eve Faith Felicity Fern Florence Fox Frank Gene Georgia Glen Grace Gray Grey Harper
    Hazel Heath Heather Holly Hope Hunter Ina India Indie Indigo Iris Israel Ivy Jack Jade Jan Jay Jordan Joy
    June Ken Kent King Kit Lee Legend Lily Lincoln Lou Madison Major Mark Martin Mason Maverick Max May Miles
    Miracle Nat Noble Olive Opal Paris Parker Pat Pearl Penny Phoenix Pixie Poppy Precious Preston Prince Rae
    Ray Reed Ren Rex River Rob Robin Rocky Rose Rowan Ruby Saffron Sahara Said Sally Sandy Savannah Sid Sky Skye
    Sonny Star Storm Summer Sunny Sydney Tate Taylor Ted Tim Trinity Troy Ty Van Victoria Violet Wade Will
    Willow Wren
    """
)

NICKNAMES = {
    "oliver": "ollie olly",
    "olivia": "liv livvy ollie",
    "elizabeth": "beth betsy liz lizzie libby eliza ellie bess",
    "william": "will bill billy liam wills",
    "katherine": "kate katie kitty kat kathy",
    "catherine": "cate cathy kate katie",
    "margaret": "maggie meg peggy daisy",
    "edward": "ted teddy eddie ned",
    "theodore": "ted teddy theo",
    "robert": "bob bobby rob robbie",
    "richard": "dick rick ricky",
    "henry": "harry hal",
    "harold": "harry",
    "john": "jack johnny",
    "james": "jim jimmy jamie",
    "charlotte": "lottie charlie",
    "alexander": "sandy xander sasha lex",
    "alexandra": "sandy sasha lexi lexie",
    "eleanor": "nell nellie ellie nora",
    "anna": "annie nancy",
    "mohammed": "mo",
    "muhammad": "mo",
    "mohamed": "mo",
    "mohammad": "mo",
    "isabella": "bella izzy",
    "isabelle": "bella izzy",
    "isabel": "bella izzy",
    "george": "georgie",
    "francis": "frank frankie",
    "frances": "fran frankie fanny",
    "rebecca": "becca becky bex",
    "sarah": "sally",
    "mary": "molly polly",
    "zachary": "zac zak zack",
    "dorothy": "dot dottie dolly",
    "matilda": "tilly tilda mattie",
    "amelia": "millie milly mia amy",
    "emilia": "millie milly mia",
    "camilla": "millie milly",
    "jonathan": "jonny jon",
    "nicholas": "nick nicky",
    "joseph": "joe joey",
    "josephine": "josie jo",
    "thomas": "tom tommy",
    "albert": "bert bertie albie",
    "arthur": "art artie",
    "frederick": "fred freddie freddy",
    "anthony": "tony",
    "patrick": "paddy pat",
    "patricia": "pat patsy trish",
}


def is_same_child(given: str, other: str) -> bool:
    """The name itself, a part of it, or a short form."""
    ours, theirs = given.lower(), other.lower()
    if not ours or theirs in ours.replace("-", " ").split() or theirs == ours:
        return True
    if theirs in NICKNAMES.get(ours, "").split() or ours in NICKNAMES.get(theirs, "").split():
        return True
    return is_short_for(theirs, ours) or is_short_for(ours, theirs)


def is_short_for(short: str, name: str) -> bool:
    stem = short.removesuffix("ie").removesuffix("ey").removesuffix("y").removesuffix("i")
    return len(stem) >= 3 and name.startswith(stem) and len(short) < len(name)
