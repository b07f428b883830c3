"""Which words are first names, so that another child's name can be seen in a plan?"""

from qa.checks.words import listed

# Common first names of children in England, from many languages. A name that is not here is only seen where the
# sentence shows that a child is meant.
NAMES = listed(
    """
    Aaliyah Aarav Aaron Abbie Abby Abdul Abdullah Abel Abi Abigail Abigale Abu Ada Adaeze Adam Adaora Ade Adele
    Adeola Adil Aditi Aditya Adrian Adunni Afia Agnes Ahmad Ahmed Aidan Aiden Aimee Aisha Aishah Aiyana Ajay
    Akira Akua Alan Alana Albert Albie Aled Aleena Alejandra Alejandro Aleksander Alesha Alex Alexa Alexander
    Alexandra Alexia Alfie Alfonso Alfred Ali Alice Alicia Alina Alisha Alison Alistair Aliyah Aliza Alma Alya
    Amaan Amadou Amal Aman Amanda Amara Amari Amber Ambrose Ameera Amelia Amelie Amina Aminah Amir Amira Amirah
    Amit Amrit Amy Ana Anastasia Anaya Andre Andrea Andrew Aneesa Angela Angharad Angus Anika Anisa Anita Aniya
    Anjali Ankita Anna Annabel Annabelle Anne Annie Anouk Anoushka Ansh Anthony Anton Antonia Anwar Anya Aoife
    Aravind Archer Archie Aria Ariana Arianna Ariel Arisha Arjun Arlo Armaan Arman Armani Arnav Arnold Arthur
    Arun Arwen Arya Asad Asha Asher Ashleigh Ashley Ashton Ashwin Asif Asiya Asma Astrid Athena Aubrey Audrey
    Augustus Aurelia Aurelie Aurora Austin Ava Avery Axel Aya Ayaan Ayan Ayesha Ayla Ayo Ayomide Ayub Azaan
    Baljit Barnaby Bartosz Basil Bea Beatrice Beatrix Beau Bella Ben Benedict Benjamin Berat Bertie Bertram Beth
    Bethan Bethany Betty Bibi Bilal Billie Billy Blake Bobby Bodhi Bogdan Bonnie Bradley Brandon Brayden Brendan
    Brian Briony Brodie Brody Bronte Bronwyn Brooke Bruno Bryn Bryony Byron Cadi Caitlin Caleb Callie Callum
    Calum Calvin Cameron Camila Camilla Camille Cara Carl Carla Carlos Carly Carmen Caroline Carrie Carter Carys
    Casey Casper Cass Cassidy Cassius Catherine Catrin Cecilia Celeste Celia Cerys Chaim Chanel Chantel
    Chantelle Charles Charley Charlie Charlotte Chelsea Cherry Chiara Chidera Chidi Chike Chinedu Chizara Chloe
    Chris Christian Christina Christopher Cian Ciara Ciaran Clara Claudia Clementine Cleo Clive Clodagh Cody
    Cole Colette Colin Connie Connor Conor Cora Coral Cordelia Corey Cormac Cosmo Courtney Craig Crispin Curtis
    Cyrus Dafydd Daisy Dale Dan Dana Daniel Daniela Danielle Danny Dante Darcey Darcy Daria Darius Darren Daud
    Dave David Dawid Dawud Dean Deborah Declan Deepa Delilah Demi Denis Dennis Destiny Deven Devi Devon Dexter
    Diana Diego Dilan Dilys Dina Divya Dmitri Dominic Dominik Donna Dora Dorian Dorothy Dougie Douglas Duncan
    Dylan Eamon Ebony Ebrahim Eden Edie Edison Edith Edmund Edward Edwin Efa Efe Efua Ehsan Eileen Eilidh Eira
    Ekam Elan Eleanor Elena Eleni Eli Eliana Elias Elijah Elin Elina Eliot Elis Elisa Elise Elisha Eliza
    Elizabeth Ella Ellen Ellie Elliot Elliott Ellis Elodie Eloise Elouisa Elouise Elsie Elspeth Elton Elwood
    Emaan Emeka Emil Emilia Emilie Emily Emma Emmanuel Emmie Emre Emrys Enid Enzo Eoin Eric Erica Erik Erin
    Esmae Esme Esmé Esra Esther Ethan Euan Eva Evan Evangeline Eve Evelyn Evie Ewa Ewan Ezekiel Ezra Fabian
    Fahad Faisal Farah Farhan Farid Farida Fatima Fatimah Fatou Faye Felicity Felix Femi Fern Ffion Filip Finlay
    Finley Finn Fintan Fiona Fleur Flora Florence Florrie Flynn Fox Fran Frances Francesca Francis Francisco
    Franciszek Franek Frank Frankie Fraser Fred Freda Freddie Freddy Frederick Freya Frida Gabriel Gabriela
    Gabriella Gabrielle Gareth Gary Gavin Gemma Genevieve Geoffrey George Georgia Georgie Georgina Gethin Gia
    Gianna Gideon Gina Giorgio Giovanni Giulia Gloria Gracie Graham Greg Gregory Greta Gruff Gulsum Gurpreet Gus
    Guy Gwen Gwenllian Gwyneth Habib Hadi Hafsa Haider Haleema Hallie Hamid Hamish Hamza Hana Hanif Haniya Hanna
    Hannah Haris Harleen Harley Harold Haroon Harper Harpreet Harriet Harris Harrison Harry Haruto Harvey Hasan
    Hasnain Hassan Hattie Hawa Haya Hayat Hayden Haydn Hayley Heath Hector Heidi Helen Helena Helga Henrietta
    Henry Hetty Hiba Hira Holly Hope Howard Hubert Hudson Hugh Hugo Hui Humza Hussain Hussein Hywel Iain Ian
    Ibrahim Ida Idris Iestyn Ifan Ifeoma Ifrah Ignacy Ikram Ilias Ilinca Ilyas Imaan Iman Imani Imogen Imran Ina
    Inaya India Indie Indigo Ines Inez Ingrid Ioan Iona Iqra Ira Irene Irfan Irina Iris Isaac Isaak Isabel
    Isabella Isabelle Isaiah Isha Ishaan Ishan Isla Ismail Isobel Isra Ivan Ivo Ivy Izaan Izabella Izzy Jack
    Jackson Jacob Jacqueline Jad Jada Jade Jaden Jago Jagoda Jai Jaime Jake Jakob Jakub Jamal James Jamie Jamila
    Jan Jana Janae Jane Janet Jannah Jared Jaroslav Jasmeet Jasmin Jasmine Jason Jasper Javid Javier Jax Jaxon
    Jay Jaya Jayden Jean Jeevan Jemal Jemima Jemma Jenna Jennifer Jenny Jeremiah Jeremy Jess Jessica Jessie Jia
    Jibril Jill Jim Jimmy Jo Joan Joanna Joanne Jodie Joe Joel Joey Johan John Johnny Jonah Jonas Jonathan Jonny
    Jordan Jorge Jory Josef Josefina Joseph Josephine Josh Joshua Josiah Josie Jossy Juan Judah Jude Judith
    Julia Julian Juliana Julie Juliet Juliette Junaid June Juno Justin Kabir Kacper Kadie Kai Kaiden Kairo
    Kaitlyn Kaja Kaleb Kamal Kamil Kara Kareem Kareena Karen Karim Karina Karl Kasia Kasim Kasper Kate Katelyn
    Katherine Kathryn Katie Katy Kavya Kayden Kayla Kaylee Kayleigh Keeley Keira Keith Kelly Kelsey Ken Kenan
    Kenji Kenny Kenzo Keon Kerry Kevin Keziah Khadija Khadijah Khalid Khalil Kian Kiera Kieran Kim Kimberley
    Kimi Kinga Kiran Kirsty Kit Kitty Kiya Klara Kobe Kobi Kofi Kojo Kris Krish Krishna Kristian Krystian Kuba
    Kwabena Kwame Kwesi Kyle Kylie Kyra Kyran Lacey Lachlan Laila Laith Lamar Lana Lara Laszlo Latisha Laura
    Lauren Laurence Laurie Layla Layth Lea Leah Leander Leandra Leanne Lee Leela Leena Leia Leighton Leila Lena
    Lenny Leo Leon Leona Leonard Leonardo Leonie Leonora Leroy Leslie Levi Lewis Lexi Lexie Leyla Leyton Lia
    Liam Liana Libby Lila Lilah Lilian Lillian Lillie Lily Lina Linda Lindsay Linus Lisa Liv Livia Liz Lizzie
    Llewelyn Logan Lois Lola Lorcan Lorelei Lorenzo Lorna Lotte Lottie Lou Louie Louis Louisa Louise Lowri Luan
    Luc Luca Lucas Lucia Lucian Lucie Lucinda Lucy Ludo Luella Luis Luka Lukas Lukasz Luke Lulu Luna Luqman
    Lydia Lyla Lyra Mabel Mabli Macey Mackenzie Macsen Maddie Maddison Maddox Madeeha Madeleine Madeline Madiha
    Madison Mae Maeve Magda Magdalena Maggie Maha Mahdi Maheen Mahir Mahmoud Mahnoor Maia Maira Maisie Maisy
    Maja Malachi Malachy Malaika Malak Malala Mali Malia Malik Mandeep Manha Manny Manraj Manuel Mara Marcel
    Marcella Marco Marcus Mared Marek Margaret Margot Maria Mariah Mariam Mariama Marina Marissa Marla Marley
    Marlon Marlowe Marnie Marshall Martha Martin Martina Marvin Marwa Mary Maryam Mason Mateo Mateusz Mathilda
    Matilda Matteo Matthew Matthias Mattie Maud Maura Maurice Maverick Max Maximilian Maximus Maxwell Maya Mays
    Meera Megan Mehak Mehdi Mehmet Mei Melanie Melissa Melody Mercedes Merryn Mia Micah Michael Michaela Michal
    Michelle Miguel Mikael Mikayla Mikey Mikolaj Mila Milan Milana Mileena Miles Miley Millie Milly Milo Mina
    Minh Minnie Mira Miriam Mirza Misha Mitchell Mohamed Mohammad Mohammed Mohsin Moira Mollie Molly Mona Monica
    Monika Montgomery Monty Morgan Morwenna Moses Muhammad Musa Mustafa Mya Myla Myles Myra Nabeel Nabil Nadeem
    Nadia Nadine Naila Nansi Naomi Nasir Natalia Natalie Natasha Nate Nathalie Nathan Nathaniel Naveed Navya
    Nayla Neave Ned Neha Nehemiah Neil Nell Nellie Nesta Ngozi Nia Niall Niamh Nicholas Nick Nico Nicola Nicolas
    Nicole Nikhil Nikita Nikodem Nikola Nikolai Nila Nils Nina Nisha Noah Noel Noor Nora Norah Norman Nour Nuala
    Nusaybah Nyah Nye Obi Obinna Oceane Odette Oisin Ola Olamide Olga Olive Oliver Olivia Oliwia Oliwier Ollie
    Olly Olu Oluwaseun Omar Omari Omolade Onyx Oona Opal Ophelia Oran Orla Orlaith Orlando Orson Osama Oscar
    Osei Osian Osman Otilia Otis Ottilie Otto Ottoline Owain Owen Pablo Paddy Padraig Paige Paisley Paloma
    Parker Parveen Patricia Patrick Patryk Paul Paula Pauline Pavel Pearl Pedro Peggy Penelope Penny Percy Perla
    Petal Peter Petra Petros Philip Philippa Phillip Phillipa Phoebe Phoenix Piotr Pippa Pixie Polly Poppy
    Portia Posy Primrose Prisha Priya Ptolemy Qasim Quentin Quinn Rachel Rae Rafael Rafe Rafferty Rafi Raheem
    Rahim Rahul Raihan Raina Raj Rajan Rajesh Raleigh Ralph Ramona Rana Rania Ranveer Raphael Rashad Rashid Raul
    Ravi Raya Rayan Raymond Rayyan Rebecca Rebekah Reece Reed Reef Reegan Reggie Rehan Rehana Reid Remi Remy Ren
    Rene Reuben Reva Rex Reya Rhea Rhian Rhianna Rhiannon Rhoda Rhodri Rhys Ria Rian Ricardo Richard Ricky
    Rihanna Riley Rita River Riya Rob Robbie Robert Roberta Robin Robyn Rocco Rocky Rohan Rohit Roisin Roma
    Roman Romeo Romy Ronan Ronia Ronnie Rory Rosa Rosalie Rosalind Rosanna Rosie Ross Rowan Roxanne Roy Roza
    Ruaridh Ruben Ruby Rudy Rufus Rukhsana Rumaysa Rupert Russell Ruth Ryan Ryder Rylan Saad Saanvi Sabrina
    Sacha Sade Sadia Safa Saffron Safia Safiya Safiyah Sahara Sahil Said Saif Sajid Sakina Salim Sally Salma
    Salman Sam Samaira Samantha Sameer Sami Samina Samir Samira Samson Samuel Sana Sanaa Sandra Sandy Sanjay
    Sanna Santiago Saoirse Saphia Sara Sarah Saran Sasha Saskia Sayed Sean Sebastian Selena Selina Seren Serena
    Seth Seun Shabnam Shaheen Shakira Shane Shania Shanice Shannon Sharon Shaun Shauna Shawn Shay Shayla Shazia
    Shea Sheila Shelby Sher Shirin Shiv Shivam Shona Shreya Shyam Sian Sid Sidney Siena Sienna Sigrid Silas
    Simon Simone Simran Sinead Siobhan Sioned Siân Skye Skyla Skyler Sofia Sofie Soham Solomon Sonia Sonny
    Sophia Sophie Soraya Sorcha Spencer Stan Stanislaw Stanley Stefan Steffan Stella Stephanie Stephen Steve
    Steven Stuart Sukhdeep Suki Sulaiman Suleiman Sumaya Summaya Sunniva Suri Susan Susanna Susie Suzanne Sydney
    Sylvia Sylvie Szymon Tabby Tabitha Tadeo Taha Tahir Tahlia Tai Talha Talia Tallulah Talulah Tamara Tamika
    Tamsin Tania Tanisha Tanvi Tanya Tara Tariq Tarquin Tasha Tasnim Tate Tatiana Tayla Taylor Ted Teddy Tegan
    Tegwen Temi Temitope Teo Teresa Tess Tessa Thalia Thea Theo Theodora Theodore Theresa Thiago Thomas Tia
    Tiago Tiana Tiegan Tiffany Tilda Tilly Tim Timothy Tina Tirion Tobi Tobias Toby Tolu Tom Tomas Tomasz Tommy
    Tomos Toni Tony Torin Tova Travis Trinity Tristan Troy Tunde Tyler Tymon Tyra Tyrese Tyrone Ugo Uma Umar
    Umer Una Ursula Usman Uthman Uzair Valentina Valentino Valerie Vanessa Veer Vera Veronica Vicky Victor
    Victoria Vidya Vihaan Vikram Viktor Vince Vincent Violet Violeta Viraj Vivian Vivienne Vlad Wade Walter
    Wanda Warren Wasim Wayne Wesley Wiktor Wiktoria Wilbur Wilf Wilfred Willa William Willow Winnie Winston
    Wojciech Wren Wyatt Xander Xavier Xena Xiang Ximena Yael Yahya Yakub Yaqub Yara Yaseen Yash Yasin Yasir
    Yasmin Yasmine Yewande Ying Yolanda Yosef Younes Youssef Yousuf Yuki Yuri Yusra Yusuf Yuvraj Yvette Yvonne
    Zac Zachariah Zachariya Zachary Zack Zadie Zahid Zahir Zahra Zaid Zain Zainab Zaine Zak Zakariya Zaki Zakir
    Zane Zara Zarah Zaria Zayaan Zayd Zayn Zayna Zaynab Zeb Zeeshan Zelda Zena Zeph Zeynep Zhara Zia Zion Ziva
    Zoe Zofia Zohra Zola Zosia Zoya Zubair Zuhal Zunaira Zuri Zuzanna Zyon
    """
)

# First names that are also plain words, months or places: only with a sign that a person is meant.
ALSO_WORDS = listed(
    """
    Al Ali Alice Amber Angel April Archer Art August Austin Autumn Basil Bea Bear Beau Bill Bo Brook Brooke
    Buddy Byron Carter Chance Charlotte Chase Chelsea Cherry Christian Cliff Cooper Coral Cosmo Daisy Dale Dawn
    Dean Destiny Devon Di Drew Duke Earl Eden Eve Faith Felicity Fern Florence Fox Frank Gene Georgia Glen Grace
    Gray Grey Guy Harper Hazel Heath Heather Holly Hope Hunter Ina India Indie Indigo Iris Israel Ivy Jack Jade
    Jan Jay Jo Jordan Joy June Ken Kent King Kit Lance Lee Legend Lily Lincoln Lou Madison Mae Major Mark Martin
    Mason Maverick Max May Mays Melody Miles Miracle Monty Nat Noble Olive Onyx Opal Paris Parker Pat Pearl
    Penny Petal Phoenix Pixie Poppy Precious Preston Prince Rae Ray Reed Regan Ren Rex River Rob Robin Rocky
    Roma Rose Rowan Ruby Saffron Sahara Said Sally Sandy Savannah Sid Sky Skye Sonny Star Storm Summer Sunny
    Sydney Tate Taylor Ted Tim Trinity Troy Ty Van Veer Victoria Violet Wade Will Willow Winston Wren
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
